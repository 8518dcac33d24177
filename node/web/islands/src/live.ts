import { LiveThread } from "./live_thread";

for (const section of document.querySelectorAll<HTMLElement>("[data-thread][data-fragment]")) {
  new LiveThread(section).start();
}
