/** The part of the Trusted Types API that is used here; browsers without it need no policy. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML: (html: string) => string },
  ): { createHTML(html: string): string };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  "node-html",
  { createHTML: (html) => html },
);

/**
 * The elements of a piece of page. Only what the node printed may come in here: it has escaped
 * everything that people wrote. Nothing in it runs or loads before it is put into the page.
 */
export function elementsOf(printed: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy?.createHTML(printed) ?? printed;
  return template.content;
}
