import { saveDraft } from "./draft_client";
import { DraftKeeper } from "./draft_keeper";
import { browserStorage, DraftStore } from "./draft_store";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
  new DraftKeeper(form, new DraftStore(browserStorage(), location.pathname), saveDraft).start();
}
