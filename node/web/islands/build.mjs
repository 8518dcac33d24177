// Builds each island into one file of its own: node build.mjs <folder for the files>
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = path.dirname(fileURLToPath(import.meta.url));
const outDir = path.resolve(process.argv[2] ?? "dist");

for (const island of ["draft", "live"]) {
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    build: {
      target: "es2020",
      outDir,
      emptyOutDir: false,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: path.join(root, "src", `${island}.ts`),
        // The node names the files by their content, so the pages' caches never go wrong.
        output: { format: "es", entryFileNames: `${island}.js`, inlineDynamicImports: true },
      },
    },
  });
}
