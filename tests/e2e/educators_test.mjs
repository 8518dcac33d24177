// Two educators at two institutions, with real nodes and a real browser: Elif publishes a plan in
// Ankara, Lucía in Granada adapts it, asks Elif about it, and reads the answer as it is written.
// With a mouse, with the keyboard alone, and without script; axe looks at each page on the way.
//
//   node educators_test.mjs <demo_federation> <cledi> <folder with node_modules>
//
// Prints one line a check that failed, then how many passed; ends with 1 if any failed.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { axeViolations, check, finish, loadModules, startProgram, withBrowser } from "./harness.mjs";

const [, , federationProgram, cledi, modulesFolder] = process.argv;
const modules = await loadModules(modulesFolder);
const kPatience = 30_000;
// Not a secret: it opens accounts that live as long as this test.
const kPassword = "four stones in a brook";

const kPeople = {
  "es-granada": { user: "lucia", name: "Lucía Ferrer Vidal", roles: ["educator"] },
  "tr-metu": { user: "elif", name: "Elif Aydın", roles: ["educator"] },
};

function run(node, args, input = "") {
  return execFileSync(cledi, ["--data", node.data, ...args], { input, encoding: "utf8" });
}

async function addPeople(nodes, folder) {
  const passwordFile = path.join(folder, "password");
  await writeFile(passwordFile, `${kPassword}\n`, { mode: 0o600 });
  for (const [id, { user, name, roles }] of Object.entries(kPeople)) {
    run(nodes[id], ["user", "add", user, "--name", name, "--password-file", passwordFile,
      ...roles.flatMap((role) => ["--role", role])]);
  }
}

/** A browser of one person's own: cookies are not shared with others. */
async function openBrowser(browser, { javaScriptEnabled = true, width = 390 } = {}) {
  const context = await browser.browser().newContext({
    viewport: { width, height: 844 }, locale: "en", javaScriptEnabled,
  });
  context.setDefaultTimeout(kPatience);
  const page = await context.newPage();
  page.scripted = javaScriptEnabled;
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (422|404)/.test(message.text())) {
      page.complaints.push(message.text());
    }
  });
  return page;
}

async function lookAt(page, where) {
  if (!page.scripted) {
    return;  // axe is a script; the same pages were looked at with script.
  }
  const violations = await axeViolations(page, modules.axeSource);
  check(`${where}: no axe violation`, violations.length === 0, violations.join("; "));
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`${where}: no scrolling sideways`, overflow <= 0, `${overflow} px too wide`);
  check(`${where}: the console is silent`, page.complaints.length === 0, page.complaints.join("; "));
  page.complaints.length = 0;
}

// The ways to work a page. Each fills controls by their labels and presses buttons by their names.

const byMouse = {
  name: "with a mouse",
  fill: (control, text) => control.fill(text),
  choose: (control, value) => control.selectOption(value),
  press: (control) => control.click(),
};

/** By keyboard alone: the control is reached by Tab and nothing else. */
const byKeyboard = {
  name: "by keyboard",
  async reach(control) {
    const page = control.page();
    for (let stops = 0; stops < 200; stops += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) {
        return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error("Tab does not reach a control");
  },
  async fill(control, text) {
    await this.reach(control);
    await control.page().keyboard.press("Control+A");
    await control.page().keyboard.insertText(text);
  },
  async choose(control, value) {
    await this.reach(control);
    const wanted = await control.locator(`option[value="${value}"]`).innerText();
    await control.page().keyboard.type(wanted, { delay: 5 });
  },
  async press(control) {
    await this.reach(control);
    await control.page().keyboard.press("Enter");
  },
};

async function signIn(page, node, user, way) {
  await page.goto(`${node.address}/sign-in`);
  await way.fill(page.locator("#user_name"), user);
  await way.fill(page.locator("#password"), kPassword);
  await way.press(page.getByRole("main").getByRole("button", { name: "Sign in" }));
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Publishes a plan from the form; its address. */
async function publishPlan(page, node, title, way) {
  await page.goto(`${node.address}/plans/new`);
  await lookAt(page, `${way.name}: the form for a plan`);
  await way.fill(page.locator("#title"), title);
  await way.press(page.getByRole("button", { name: "Publish" }));
  await page.getByRole("alert").waitFor();
  await lookAt(page, `${way.name}: the form with what is missing`);
  check(`${way.name}: what was typed is kept`, (await page.locator("#title").inputValue()) === title);
  check(`${way.name}: the summary of problems leads to the field`,
    (await page.getByRole("alert").locator('a[href="#summary"]').count()) === 1);
  await way.fill(page.locator("#summary"), "Pupils measure each other's shadows at noon.");
  await way.fill(page.locator("#step-1-procedure"), "Stand in the yard. Draw the shadow with chalk.");
  await way.press(page.getByRole("button", { name: "Publish" }));
  await page.waitForURL(/\/plans\/[a-z2-7]{26}/);
  check(`${way.name}: the plan is shown`,
    (await page.getByRole("heading", { level: 1 }).innerText()) === title);
  await lookAt(page, `${way.name}: the plan just published`);
  return new URL(page.url()).pathname;
}

/** Waits until another node shows a path. */
async function appears(page, address) {
  const deadline = Date.now() + kPatience;
  while ((await page.goto(address)).status() === 404) {
    if (Date.now() > deadline) {
      throw new Error(`${address} does not appear`);
    }
    await page.waitForTimeout(200);
  }
}

async function adapt(page, source, way) {
  await way.press(page.getByRole("link", { name: "Adapt it to my class" }));
  await page.waitForURL(/\/adapt/);
  await lookAt(page, `${way.name}: the form for an adaptation`);
  await way.fill(page.locator("#title"), "Sombras en el patio");
  await way.choose(page.locator("#language"), "es");
  await way.fill(page.locator("#why"), "Two lessons instead of one; my pupils read slowly.");
  await way.press(page.getByRole("button", { name: "Publish" }));
  await page.waitForURL((url) => /\/plans\/[a-z2-7]{26}$/.test(url.pathname));
  check(`${way.name}: the adaptation links to its source`,
    (await page.locator(`main a[href="${source}"]`).count()) > 0);
  const adaptation = new URL(page.url()).pathname;
  await lookAt(page, `${way.name}: the adaptation`);
  await page.goto(new URL(source, page.url()).href);
  check(`${way.name}: the source links to the adaptation`,
    (await page.locator(`main a[href="${adaptation}"]`).count()) > 0);
  return adaptation;
}

async function ask(page, way) {
  await way.press(page.getByRole("link", { name: "Ask about this", exact: true }));
  await page.waitForURL(/\/talk\/new/);
  await lookAt(page, `${way.name}: the form for a question`);
  await way.fill(page.locator("#title"), `How long did the chalk last ${way.name}?`);
  await way.fill(page.locator("#body"), "It rains here in November.");
  await way.press(page.getByRole("button", { name: "Send the question" }));
  await page.waitForURL((url) => /^\/talk\/[a-z2-7]{26}$/.test(url.pathname));
  await lookAt(page, `${way.name}: the question`);
  return new URL(page.url()).pathname;
}

async function answer(page, text, way) {
  await way.fill(page.locator("#body"), text);
  await way.press(page.getByRole("button", { name: "Send the answer" }));
  await page.getByText(text).waitFor();
}

/** The whole way, by two people at two nodes. */
async function workTogether(browser, nodes, way, options = {}) {
  const granada = nodes["es-granada"];
  const metu = nodes["tr-metu"];
  const lucia = await openBrowser(browser, options);
  const elif = await openBrowser(browser, options);
  await signIn(elif, metu, "elif", way);
  await signIn(lucia, granada, "lucia", way);

  const plan = await publishPlan(elif, metu, `Shadows at noon, ${way.name}`, way);
  await appears(lucia, granada.address + plan);
  await adapt(lucia, plan, way);
  await lucia.goto(granada.address + plan);
  const thread = await ask(lucia, way);

  await appears(elif, metu.address + thread);
  const words = `A stick lasts a morning, said ${way.name}.`;
  const begin = Date.now();
  await answer(elif, words, way);
  if (options.javaScriptEnabled === false) {
    await appears(lucia, granada.address + thread);
    for (let looks = 0; looks < 50 && !(await lucia.getByText(words).count()); looks += 1) {
      await lucia.waitForTimeout(100);
      await lucia.reload();
    }
    check(`${way.name}: the answer is there`, (await lucia.getByText(words).count()) === 1);
  } else {
    await lucia.getByText(words).waitFor();
    check(`${way.name}: the answer appears without reload`, true);
    console.log(`${way.name}: written and seen within ${Date.now() - begin} ms`);
  }
  await way.press(lucia.getByRole("button", { name: "This helped me" }));
  await lucia.getByText("This helped", { exact: true }).first().waitFor();
  await lookAt(lucia, `${way.name}: the accepted answer`);
  await lucia.context().close();
  await elif.context().close();
  return { plan, thread };
}

/** What a person typed outlives a session that ended meanwhile. */
async function keepTextOverSessionEnd(browser, nodes, thread) {
  const granada = nodes["es-granada"];
  const page = await openBrowser(browser);
  await signIn(page, granada, "lucia", byMouse);
  await page.goto(granada.address + thread);
  await page.locator("#body").fill("Words that must not be lost.");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Send the answer" }).click();
  await page.locator("#user_name").fill("lucia");
  await page.locator("#password").fill(kPassword);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForLoadState();
  check("a session that ended loses no word",
    (await page.content()).includes("Words that must not be lost."), page.url());
  await page.context().close();
}

/** A node that is killed keeps its people signed in, and their drafts. */
async function keepDraftOverRestart(browser, federation, nodes) {
  const granada = nodes["es-granada"];
  const page = await openBrowser(browser);
  await signIn(page, granada, "lucia", byMouse);
  await page.goto(`${granada.address}/plans/new`);
  await page.locator("#title").fill("A draft that outlives a power cut");
  await page.getByRole("button", { name: "Keep as a draft" }).last().click();
  await page.getByRole("status").first().waitFor();
  await federation.ask("kill es-granada");
  await federation.ask("start es-granada");
  await page.goto(`${granada.address}/my`);
  check("a draft outlives a power cut",
    (await page.getByText("A draft that outlives a power cut").count()) > 0);
  await lookAt(page, "/my");
  await page.context().close();
}

/** Every page that only people with an account see, in both complete languages. */
async function lookAtPagesOfMembers(browser, nodes, { plan, thread }) {
  const granada = nodes["es-granada"];
  const page = await openBrowser(browser);
  await signIn(page, granada, "lucia", byMouse);
  for (const language of ["en", "it"]) {
    for (const address of [
      "/", "/my", "/settings", "/talk", "/talk/new", "/suggest", "/plans/new", "/people",
      `${plan}/history`, `${plan}/adapt`, `${plan}/translate`, thread, "/api",
    ]) {
      const response = await page.goto(`${granada.address}${address}?lang=${language}`);
      check(`${address} (${language}) is there`, response.status() === 200, `${response.status()}`);
      await lookAt(page, `${address} (${language})`);
    }
  }
  await page.context().close();
}

const folder = await mkdtemp(path.join(tmpdir(), "cledi-educators-"));
const federation = await startProgram(federationProgram, Object.keys(kPeople));
try {
  const nodes = JSON.parse(federation.greeting);
  await addPeople(nodes, folder);
  await withBrowser(modules, async (browser) => {
    const made = await workTogether(browser, nodes, byMouse);
    await workTogether(browser, nodes, byKeyboard, { width: 1280 });
    await workTogether(browser, nodes, { ...byMouse, name: "without script" },
      { javaScriptEnabled: false });
    await keepTextOverSessionEnd(browser, nodes, made.thread);
    await lookAtPagesOfMembers(browser, nodes, made);
    await keepDraftOverRestart(browser, federation, nodes);
  });
} finally {
  await federation.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(finish());
