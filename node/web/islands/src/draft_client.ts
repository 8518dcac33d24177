import type { PendingDraft } from "./draft_store";

export type SaveOutcome =
  | { readonly kind: "kept"; readonly version: number; readonly savedAt: Date }
  | { readonly kind: "later" } // No line, or the node is busy: try again.
  | { readonly kind: "signed-out" }
  | { readonly kind: "elsewhere" } // It was saved in another window meanwhile.
  | { readonly kind: "refused" }; // Trying again cannot help.

export type SaveDraft = (
  draft: PendingDraft,
  basedOn: number,
  leaving: boolean,
) => Promise<SaveOutcome>;

function outcomeOf(status: number): SaveOutcome {
  switch (status) {
    case 401:
      return { kind: "signed-out" };
    case 409:
      return { kind: "elsewhere" };
    case 408:
    case 429:
      return { kind: "later" };
    default:
      return { kind: status >= 500 ? "later" : "refused" };
  }
}

/** Calls DraftService/SaveDraft of this node, by the Connect protocol. */
export const saveDraft: SaveDraft = async (draft, basedOn, leaving) => {
  try {
    const response = await fetch("/cledi.community.v1.DraftService/SaveDraft", {
      method: "POST",
      credentials: "same-origin",
      keepalive: leaving, // Goes on after the page is gone.
      headers: { "Content-Type": "application/json", "Connect-Protocol-Version": "1" },
      body: JSON.stringify({ draft, basedOn }),
    });
    if (!response.ok) {
      return outcomeOf(response.status);
    }
    const saved = (await response.json()) as { version?: number; savedUnixMs?: string };
    return {
      kind: "kept",
      version: saved.version ?? 0,
      savedAt: new Date(Number(saved.savedUnixMs ?? 0)),
    };
  } catch {
    return { kind: "later" };
  }
};
