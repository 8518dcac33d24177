import { defineConfig } from "vitest/config";

// The tests live in tests/node/web/islands and are copied to test/ to run beside npm's packages.
export default defineConfig({
  test: { include: ["test/*.test.ts"], environment: "jsdom", restoreMocks: true },
});
