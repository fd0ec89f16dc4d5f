import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/server/audit/canonical-json";
import { redactDetails } from "@/lib/server/audit/redact-details";

describe("redactDetails", () => {
  it("replaces secrets by the names of their keys, at any depth", () => {
    const details = { tokenId: "a@pve!b", tokenSecret: "s3cret", deep: [{ password: "x", apiKey: "y" }] };
    expect(redactDetails(details)).toEqual({
      tokenId: "a@pve!b",
      tokenSecret: "[secret]",
      deep: [{ password: "[secret]", apiKey: "[secret]" }],
    });
  });

  it("replaces tokens that are told by their shape", () => {
    expect(redactDetails({ note: "PVEAPIToken=a@pve!b=1234-5678" })).toEqual({
      note: "PVEAPIToken=a@pve!b=[secret]",
    });
  });

  it("drops control characters, which could forge a line, and cuts what is long", () => {
    const { text, long } = redactDetails({ text: "a\n\u0000b", long: "x".repeat(2_000) });
    expect(text).toBe("a b");
    expect(String(long)).toHaveLength(501);
  });

  it("tells whether a secret was empty", () => {
    expect(redactDetails({ tokenSecret: "" })).toEqual({ tokenSecret: "" });
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order of keys", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
    expect(canonicalJson({ a: true, b: [1, { c: "x", d: null }] })).toBe(
      canonicalJson({ b: [1, { d: null, c: "x" }], a: true }),
    );
  });
});
