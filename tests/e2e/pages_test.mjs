// Looks at every page of the demo server with a real browser: at the width of an old phone and
// of a desk, light and dark, in English and Italian, with and without JavaScript.
//
//   node pages_test.mjs <demo_server> [folder with node_modules]
//
// Prints one line a check that failed, then how many passed; ends with 1 if any failed.
import {
  axeViolations, check, finish, loadModules, startProgram, withBrowser,
} from "./harness.mjs";

const [, , serverProgram, modulesFolder] = process.argv;
const modules = await loadModules(modulesFolder);

const kLightAndDark = ["light", "dark"];
const kWidths = [320, 1280];
const kLanguages = ["en", "it"];

/** The addresses to look at: one of each kind, found by following links from the start page. */
async function findAddresses(browser, origin) {
  const page = await browser.newPage();
  const first = async (from, prefix) => {
    await page.goto(origin + from);
    const hrefs = await page.locator(`main a[href^="${prefix}"]`)
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    return hrefs.find((href) => !href.endsWith("/new"));  // Not the way to write one.
  };
  const addresses = [
    "/", "/plans", "/resources", "/institutions", "/network", "/about", "/privacy", "/api", "/nowhere",
    "/plans?language=it&language=sl", "/plans?language=it&country=SI",
    await first("/plans?language=ca", "/plans/"),
    await first("/plans?language=es&level=lower_secondary", "/plans/"),
    await first("/resources", "/resources/"),
    await first("/institutions", "/institutions/"),
  ];
  await page.close();
  return addresses;
}

/** Everything about one page in one setting that a browser can judge. */
async function lookAt(context, origin, address, { language, colorScheme, width }) {
  const page = await context.newPage();
  const where = `${address} (${language}, ${colorScheme}, ${width} px)`;
  const complaints = [];
  page.on("console", (message) => {
    // That a page is missing is what /nowhere is for.
    if (["error", "warning"].includes(message.type()) && !message.text().includes("404")) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const outside = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) {
      outside.push(request.url());
    }
  });
  await page.goto(origin + address, { waitUntil: "load" });
  check(`${where} leaves the console silent`, complaints.length === 0, complaints.join("; "));
  check(`${where} asks no other site`, outside.length === 0, outside.join(", "));

  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`${where} needs no scrolling sideways`, overflow <= 0, `${overflow} px too wide`);

  const fontLoaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return document.fonts.check('16px "Atkinson Hyperlegible Next Variable"');
  });
  check(`${where} has its font`, fontLoaded);

  const violations = await axeViolations(page, modules.axeSource, colorScheme);
  check(`${where} has no axe violation`, violations.length === 0, violations.join("; "));
  await page.close();
}

async function lookAtAll(browser, origin, addresses) {
  for (const language of kLanguages) {
    for (const colorScheme of kLightAndDark) {
      for (const width of kWidths) {
        const context = await browser.browser().newContext({
          viewport: { width, height: 800 }, colorScheme, locale: language,
        });
        for (const address of addresses) {
          await lookAt(context, origin, address, { language, colorScheme, width });
        }
        await context.close();
      }
    }
  }
}

/** What stands at the keyboard's focus: its text, or name and value of a control. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element.name ? `${element.name}=${element.value}` : element.textContent.trim();
  });
}

/** By keyboard alone: skip the menu, choose a filter, get the list. */
async function filterByKeyboard(browser, origin, width) {
  const context = await browser.browser().newContext({
    viewport: { width, height: 800 }, locale: "en",
  });
  const page = await context.newPage();
  const where = `by keyboard at ${width} px`;
  await page.goto(`${origin}/plans`);
  await page.keyboard.press("Tab");
  check(`${where} the first stop skips the menu`, (await focused(page)) === "Skip to content");
  const visible = await page.evaluate(
    () => document.activeElement.getBoundingClientRect().top >= 0);
  check(`${where} the way to skip can be seen`, visible);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  check(`${where} the way to write one comes first`,
    (await focused(page)) === "Write a lesson plan");
  await page.keyboard.press("Tab");
  if ((await focused(page)) === "Filter") {  // Folded where there is little room.
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
  }
  check(`${where} the filters come next`, (await focused(page)) === "language=ca");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  check(`${where} Spanish is the third language`, (await focused(page)) === "language=es");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/plans?language=es");
  const shown = await page.locator(".card").count();
  const spanish = await page.locator('.card h3 a[lang="es"]').count();
  check(`${where} the list holds what was asked for`, shown > 0 && shown === spanish,
    `${spanish} of ${shown}`);
  await context.close();
}

/** Without JavaScript: reading, filtering, and changing the language work all the same. */
async function readWithoutScript(browser, origin) {
  const context = await browser.browser().newContext({ javaScriptEnabled: false, locale: "en" });
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByRole("link", { name: "Find a lesson plan" }).click();
  await page.getByRole("checkbox", { name: /^Türkçe/ }).check();
  await page.getByRole("button", { name: "Show" }).click();
  check("without script the filter works", page.url().endsWith("/plans?language=tr"), page.url());
  const hint = await page.locator(".hint").innerText();
  check("without script the filter says what it hides", hint.includes("Italiano: show"), hint);
  await page.locator("footer").getByRole("link", { name: "Italiano" }).click();
  check("without script the language changes",
    (await page.getByRole("heading", { level: 1 }).innerText()) === "Piani di lezione");
  check("without script the filter outlives the change",
    await page.getByRole("checkbox", { name: /^Türkçe/ }).isChecked());
  await page.goto(`${origin}/network`);
  check("without script the language is kept",
    (await page.getByRole("heading", { level: 1 }).innerText()) === "La rete");
  await context.close();
}

/** On paper: no menu, no filter, and nothing cut off. */
async function print(browser, origin, address) {
  const page = await browser.newPage();
  await page.goto(origin + address);
  await page.emulateMedia({ media: "print" });
  check("in print the menu is gone", !(await page.locator(".menu").isVisible()));
  check("in print the steps are there", await page.locator(".steps").isVisible());
  await page.close();
}

const server = await startProgram(serverProgram);
const origin = server.greeting.trim();
await withBrowser(modules, async (browser) => {
  const addresses = await findAddresses(browser, origin);
  await lookAtAll(browser, origin, addresses);
  for (const width of kWidths) {
    await filterByKeyboard(browser, origin, width);
  }
  await readWithoutScript(browser, origin);
  await print(browser, origin, addresses.find((address) => address.startsWith("/plans/")));
});
await server.stop();
process.exit(finish());
