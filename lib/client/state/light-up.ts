const SHOWN_MS = 900;

const lit = new Set<Element>();

/**
 * Marks what has changed, for a moment. All marks of a reading go together: a fade of each of some hundred values would keep the browser
 * drawing sixty times a second for as long as it lasts.
 */
export function lightUp(element: Element): void {
  if (lit.size === 0) setTimeout(goOut, SHOWN_MS);
  lit.add(element);
  element.classList.add("changed");
}

function goOut(): void {
  for (const element of lit) element.classList.remove("changed");
  lit.clear();
}
