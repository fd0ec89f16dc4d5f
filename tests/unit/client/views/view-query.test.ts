import { describe, expect, it } from "vitest";
import { shownView, viewChanges, viewQuery } from "@/lib/client/views/view-query";

const address = (text: string) => new URLSearchParams(text);
const saved = { id: "1", page: "guests" as const, name: "Busy", query: "filter=cpu%3E50&sort=-cpu" };

describe("a view of a page", () => {
  it("is its filter, order, groups and columns; not what is open, nor which clusters are looked at", () => {
    expect(viewQuery("guests", address("sort=-cpu&guest=c:110&range=7d&filter=cpu>50&cluster=c"))).toBe(
      saved.query,
    );
    expect(viewQuery("nodes", address("group=node&sort=name"))).toBe("sort=name");
    expect(viewQuery("guests", address(""))).toBe("");
  });

  it("is known again whatever the order of the address", () => {
    expect(shownView([saved], viewQuery("guests", address("sort=-cpu&filter=cpu>50")))).toBe(saved);
    expect(shownView([saved], viewQuery("guests", address("filter=cpu>60&sort=-cpu")))).toBeNull();
  });

  it("takes away what it does not have when it is shown", () => {
    expect(viewChanges("guests", saved.query)).toEqual({
      filter: "cpu>50",
      group: null,
      hide: null,
      sort: "-cpu",
    });
  });
});
