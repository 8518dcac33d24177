// What the browser tests share: counting what was checked, a browser, axe, and programs that
// end when their input does.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

let passed = 0;
const failures = [];

/** Counts one thing that was looked at; says what is wrong at the end. */
export function check(what, good, details = "") {
  if (good) {
    passed += 1;
  } else {
    failures.push(`${what}${details ? `: ${details}` : ""}`);
    console.log(`FAILED ${failures.at(-1)}`);
  }
}

/** Says how it went; the exit status of the program. */
export function finish() {
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/** Starts a program of ours that says in one line where it is, and ends when its input does. */
export async function startProgram(program, args = []) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) {
      throw new Error(`${path.basename(program)} ended`);
    }
    return value;
  };
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    greeting: await nextLine(),
    /** Sends a line and waits for the answer. */
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return nextLine();
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** What the test needs from the folder with npm's packages. */
export async function loadModules(folder) {
  const require = createRequire(path.join(path.resolve(folder), "package.json"));
  return {
    chromium: require("playwright-core").chromium,
    axeSource: await readFile(require.resolve("axe-core/axe.min.js"), "utf8"),
  };
}

/** A browser with a profile of its own, both gone after `use`. */
export async function withBrowser({ chromium }, use) {
  const profile = await mkdtemp(path.join(tmpdir(), "cledi-e2e-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** What axe finds wrong. In the dark only the colours differ from what was seen in the light. */
export async function axeViolations(page, axeSource, colorScheme = "light") {
  // Not by a script element: the pages' policy forbids those that are not ours.
  await page.evaluate(axeSource);
  return page.evaluate(async (runOnly) => {
    const result = await window.axe.run({ runOnly, resultTypes: ["violations"] });
    return result.violations.map(
      (violation) => `${violation.id} at ${violation.nodes[0].target.join(" ")}`);
  }, colorScheme === "dark"
    ? { type: "rule", values: ["color-contrast"] }
    : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
}
