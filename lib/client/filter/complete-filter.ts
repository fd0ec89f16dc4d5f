import { FILTER_FIELDS } from "./filter-fields";

export interface FilterCompletion {
  /** The whole filter text once taken. */
  readonly text: string;
  readonly label: string;
  readonly help: string;
}

/** Known values that a field may take here, such as the names of the nodes; asked only when one is to be completed. */
export type FilterValues = (field: string) => readonly string[];

const MOST = 8;

/** What the last, unfinished term of a filter may become. */
export function completeFilter(text: string, known: FilterValues): readonly FilterCompletion[] {
  const start = Math.max(text.lastIndexOf(" "), -1) + 1;
  const before = text.slice(0, start);
  const last = text.slice(start);
  const sign = /^[-!]/.test(last) ? last.slice(0, 1) : "";
  const body = last.slice(sign.length).toLowerCase();
  if (body === "") return [];

  const match = /^([a-z]+)([:=~])(.*)$/.exec(body);
  if (!match) {
    return FILTER_FIELDS.filter((field) => field.name.startsWith(body) && field.name !== body)
      .slice(0, MOST)
      .map((field) => {
        const term = `${sign}${field.name}${field.kind === "text" ? ":" : ">"}`;
        return { text: `${before}${term}`, label: term, help: field.help };
      });
  }

  const [, name = "", operator = ":", typed = ""] = match;
  return known(name)
    .filter((value) => value.toLowerCase().startsWith(typed) && value.toLowerCase() !== typed)
    .slice(0, MOST)
    .map((value) => {
      const term = `${sign}${name}${operator}${/\s/.test(value) ? `"${value}"` : value}`;
      return { text: `${before}${term} `, label: term, help: "" };
    });
}
