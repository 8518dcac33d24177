// Writes the two font files of the pages into the folder given as argument: Atkinson
// Hyperlegible Next (Braille Institute, OFL 1.1), weights 400 to 700, with the letters of
// English, Italian, Spanish, Catalan, Turkish and Slovene and the signs that texts in them use.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(
  here, "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files");

const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");
const latin1 = "àáâäçèéêëìíîïñòóôöùúûüÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜß¿¡·ªº«»°±×÷§©®¼½¾\u00a0";
const signs = "‘’“”‚„–—…•†‹›€™−′″ıœŒ";
const extended = "ğĞİıŞşŠšČčŽžĆćĐđ→←↑↓";

// Cut as the source is cut: each letter is in one of its files only.
const files = [
  { name: "latin", letters: ascii + latin1 + signs },
  { name: "latin-ext", letters: extended },
];

for (const { name, letters } of files) {
  const whole = await readFile(
    path.join(source, `atkinson-hyperlegible-next-${name}-wght-normal.woff2`));
  const subset = await subsetFont(whole, letters, {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  await writeFile(path.join(process.argv[2], `${name}.woff2`), subset);
}
