import type { SavedViewRow, ViewPage } from "@/lib/api/views";

/** What of a page's address makes a view; what is open on it or which clusters are looked at does not. */
const PARTS: Readonly<Record<ViewPage, readonly string[]>> = {
  guests: ["filter", "group", "hide", "sort"],
  nodes: ["filter", "sort"],
};

/** The query that a view of this page is saved as: its parts in a fixed order, so that equal views are equal texts. */
export function viewQuery(page: ViewPage, parameters: URLSearchParams): string {
  const view = new URLSearchParams();
  for (const part of PARTS[page]) {
    const value = parameters.get(part);
    if (value) view.set(part, value);
  }
  return view.toString();
}

/** What the address has to change for a saved view to be shown. */
export function viewChanges(page: ViewPage, query: string): Readonly<Record<string, string | null>> {
  const view = new URLSearchParams(query);
  return Object.fromEntries(PARTS[page].map((part) => [part, view.get(part) || null]));
}

/** The saved view that is looked at; null while it is none of them. */
export function shownView(views: readonly SavedViewRow[], query: string): SavedViewRow | null {
  return views.find((view) => view.query === query) ?? null;
}
