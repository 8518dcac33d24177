import { afterEach, expect, it, vi } from "vitest";

import { saveDraft } from "../src/draft_client";

const draft = { key: "plan.new.k", kind: "plan", title: "T", form: "title=T" };

afterEach(() => vi.unstubAllGlobals());

it("calls the node by the Connect protocol", async () => {
  const answered = vi.fn(async () => new Response('{"version":3,"savedUnixMs":"1790000000000"}'));
  vi.stubGlobal("fetch", answered);
  expect(await saveDraft(draft, 2, true)).toEqual({
    kind: "kept",
    version: 3,
    savedAt: new Date(1_790_000_000_000),
  });
  expect(answered).toHaveBeenCalledWith(
    "/cledi.community.v1.DraftService/SaveDraft",
    expect.objectContaining({
      method: "POST",
      keepalive: true,
      body: JSON.stringify({ draft, basedOn: 2 }),
    }),
  );
});

it.each([
  [401, "signed-out"],
  [409, "elsewhere"],
  [400, "refused"],
  [403, "refused"],
  [413, "refused"],
  [429, "later"],
  [500, "later"],
  [503, "later"],
] as const)("tells what HTTP %i means", async (status, kind) => {
  vi.stubGlobal("fetch", async () => new Response("{}", { status }));
  expect(await saveDraft(draft, 0, false)).toEqual({ kind });
});

it("tries later when there is no line", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("no line");
  });
  expect(await saveDraft(draft, 0, false)).toEqual({ kind: "later" });
});
