// The islands in a real browser, over two real nodes: a discussion that is open at one takes in
// what is answered at the other, and what is typed outlives a page, a lost line and a crash.
//
//   node islands_test.mjs <demo_federation> <cledi> <folder with node_modules>
import { spawnSync } from "node:child_process";

import { check, finish, loadModules, startProgram, withBrowser } from "./harness.mjs";

const [, , federationProgram, cledi, modules] = process.argv;
const password = "correct horse battery";
const drafts = "/cledi.community.v1.DraftService";

const federation = await startProgram(federationProgram, ["es-granada", "tr-metu"]);
const nodes = JSON.parse(federation.greeting);

/** Runs the command line of a node. */
function run(node, args, input = "") {
  const result = spawnSync(cledi, ["--data", nodes[node].data, "--json", ...args], { input });
  if (result.status !== 0) {
    throw new Error(`cledi ${args.join(" ")}: ${result.stderr}`);
  }
  return String(result.stdout);
}

/** Calls a method as a person's program does; browsers know *.localhost, Node.js does not. */
async function call(node, method, request, token = "") {
  const { port } = new URL(nodes[node].address);
  const response = await fetch(`http://127.0.0.1:${port}/cledi.community.v1.${method}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(request),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${method}: ${JSON.stringify(answer)}`);
  }
  return answer;
}

async function signIn(page, node, userName) {
  await page.goto(`${nodes[node].address}/sign-in`);
  await page.fill("#user_name", userName);
  await page.fill("#password", password);
  await page.click("main form button");
}

/** Waits until something of the nodes' is so; fails the check otherwise. */
async function eventually(what, condition) {
  const ends = Date.now() + 30_000;
  for (;;) {
    if (await condition()) {
      check(what, true);
      return;
    }
    if (Date.now() > ends) {
      check(what, false, "not within 30 s");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the browser refused: scripts, connections, and HTML that is not ours. */
function watchForViolations(page) {
  const violations = [];
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|TrustedHTML/.test(message.text())) {
      violations.push(message.text());
    }
  });
  page.on("pageerror", (error) => violations.push(String(error)));
  return violations;
}

run("es-granada", ["user", "add", "marta", "--role", "educator", "--name", "Marta Ruiz"], `${password}\n`);
run("tr-metu", ["user", "add", "ada", "--role", "educator", "--name", "Ada Example"], `${password}\n`);
const marta = (await call("es-granada", "PersonService/SignIn",
  { userName: "marta", password })).sessionToken;
const ada = (await call("tr-metu", "PersonService/SignIn", { userName: "ada", password })).sessionToken;
const thread = (await call("es-granada", "DiscussionService/PublishThread",
  { title: "Fractions?", body: "How do you begin?", language: "en" }, marta)).id;
const answer = (body) => call("tr-metu", "DiscussionService/PublishPost",
  { thread, body, language: "en" }, ada);
await eventually("the question reaches the other node", async () => {
  const response = await fetch(
    `http://127.0.0.1:${new URL(nodes["tr-metu"].address).port}/talk/${thread}`);
  return response.status === 200;
});

await withBrowser(await loadModules(modules), async (browser) => {
  const page = await browser.newPage();
  const violations = watchForViolations(page);
  await signIn(page, "es-granada", "marta");
  const address = `${nodes["es-granada"].address}/talk/${thread}`;
  await page.goto(address);

  // An answer from the other node comes in while somebody types, and takes nothing away.
  const area = page.locator('textarea[name="body"]');
  await area.fill("I begin with");
  await area.focus();
  const marked = await page.evaluate(() => (document.body.dataset.mark = "the same page"));
  const top = () => area.evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await answer("With a pizza.");
  await page.getByText("With a pizza.").waitFor();
  check("the answer comes in by itself",
    await page.evaluate(() => document.body.dataset.mark) === marked);
  check("it is said how many are new",
    await page.locator('[role="status"] a').innerText() === "1 new reply");
  check("what was typed is still there", await area.inputValue() === "I begin with");
  check("the focus is where it was",
    await area.evaluate((element) => element === document.activeElement));
  check("what is being written has not moved", Math.abs(await top() - before) < 2,
    `${before} → ${await top()}`);
  await answer("Or with a rope.");
  await page.getByText("Or with a rope.").waitFor();
  check("news add up", await page.locator('[role="status"] a').innerText() === "2 new replies");
  await page.locator('[role="status"] a').click();
  check("the link leads to the news",
    await page.evaluate(() => location.hash.startsWith("#post-")));

  // What is typed is kept at the node, and is there again.
  await area.pressSequentially(" a loaf of bread.");
  await page.getByText(/^Draft kept at /).waitFor();
  const kept = await call("es-granada", "DraftService/ListDrafts", {}, marta);
  check("the draft is at the node", kept.drafts?.[0]?.key === `post.answer.${thread}`,
    JSON.stringify(kept));
  await page.goto(address);
  check("and on the page when it is opened again",
    await area.inputValue() === "I begin with a loaf of bread.");

  // Without a line it is kept in the browser, through a crash too, and sent later.
  await page.route(`**${drafts}/**`, (route) => route.abort());
  await area.fill("Written in a tunnel.");
  await page.getByText(/^Kept on this device at /).waitFor();
  await page.close();
  const again = await browser.newPage();
  const moreViolations = watchForViolations(again);
  await again.goto(address);
  const restored = again.locator('textarea[name="body"]');
  check("what was typed without a line is back",
    await restored.inputValue() === "Written in a tunnel.", await restored.inputValue());
  await eventually("and reaches the node", async () => {
    const { draft } = await call("es-granada", "DraftService/GetDraft",
      { key: `post.answer.${thread}` }, marta);
    return draft?.form?.includes("tunnel");
  });
  await again.click('form[data-draft] button:not([name="do"])');
  await again.getByText("Written in a tunnel.").waitFor();
  await again.goto(address);
  check("once it is sent, nothing is left of the draft",
    await again.locator('textarea[name="body"]').inputValue() === "");

  // A node that goes away and comes back.
  await federation.ask("kill es-granada");
  await federation.ask("start es-granada");
  await answer("After the restart.");
  await again.getByText("After the restart.").waitFor({ timeout: 60_000 });
  check("a page that was open finds its node again", true);

  // Reading pages run no script.
  const scripts = [];
  again.on("request", (request) => {
    if (request.resourceType() === "script") {
      scripts.push(request.url());
    }
  });
  for (const path of ["/", "/plans", "/talk", "/api"]) {
    await again.goto(nodes["es-granada"].address + path);
  }
  check("reading pages load no script", scripts.length === 0, scripts.join(" "));
  check("nothing was against the policy", violations.length + moreViolations.length === 0,
    [...violations, ...moreViolations].join("\n"));
});

await federation.stop();
process.exit(finish());
