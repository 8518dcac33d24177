/** What stands for the same thing before and after: an id, or else the kind of element. */
function keyOf(element: Element): string {
  return element.id || `${element.tagName}.${element.className}`;
}

/** Without what differs each time that the same thing is printed. */
function essenceOf(element: Element): Element {
  const copy = element.cloneNode(true) as Element;
  for (const token of copy.querySelectorAll('input[name="form_token"]')) {
    token.setAttribute("value", "");
  }
  return copy;
}

/** Whether somebody is at it: with the keyboard, with a selection, or with typed words. */
function isInUse(element: Element): boolean {
  if (element.contains(document.activeElement)) {
    return true;
  }
  const selection = document.getSelection();
  if (selection !== null && !selection.isCollapsed && selection.containsNode(element, true)) {
    return true;
  }
  return [...element.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
}

function mergeOne(shown: Element, printed: Element): void {
  if (essenceOf(shown).isEqualNode(essenceOf(printed))) {
    return;
  }
  if (shown.tagName === "OL") {
    mergeChildren(shown, printed);
  } else if (!isInUse(shown)) {
    shown.replaceWith(printed);
  }
}

function mergeChildren(shown: Element, printed: ParentNode): void {
  const before = new Map([...shown.children].map((child) => [keyOf(child), child]));
  let place: Element | null = shown.firstElementChild;
  for (const child of [...printed.children]) {
    const same = before.get(keyOf(child));
    before.delete(keyOf(child));
    if (same === undefined) {
      shown.insertBefore(child, place);
      continue;
    }
    if (same === place) {
      place = place.nextElementSibling;
    } else if (!isInUse(same)) {
      shown.insertBefore(same, place);
    }
    mergeOne(same, child);
  }
  for (const gone of before.values()) {
    if (!isInUse(gone)) {
      gone.remove();
    }
  }
}

/** Where the reader's eyes are: what has the focus, or the first post in sight. */
function readingPlace(section: Element): Element | undefined {
  const inSight = (element: Element): boolean => {
    const { bottom, top } = element.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  };
  const focused = document.activeElement;
  if (focused !== null && focused !== document.body && inSight(focused)) {
    return focused;
  }
  return [...section.querySelectorAll("li.post")].find(inSight);
}

/** Changes the page around a section, and what is being read does not move. */
export function withoutMoving(section: Element, change: () => void): void {
  const place = readingPlace(section);
  const top = place?.getBoundingClientRect().top ?? 0;
  const root = document.documentElement;
  root.style.setProperty("overflow-anchor", "none"); // Or the browser corrects it as well.
  change();
  if (place?.isConnected) {
    const moved = place.getBoundingClientRect().top - top;
    if (moved !== 0) {
      window.scrollBy({ top: moved, behavior: "instant" });
    }
  }
  requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
}

/**
 * Brings a section to what the node has printed of it since. What stayed the same stays the
 * element that it was, and what somebody is at is left alone. Returns the ids of the posts that
 * are new.
 */
export function mergePosts(section: Element, printed: DocumentFragment): string[] {
  const postIds = (): string[] => [...section.querySelectorAll("li.post")].map((post) => post.id);
  const known = new Set(postIds());
  mergeChildren(section, printed);
  return postIds().filter((id) => !known.has(id));
}
