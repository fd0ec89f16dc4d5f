import { describe, expect, it } from "vitest";
import { EMPTY_CONNECTION } from "@/lib/client/state/connection-draft";
import { checkedInput, EMPTY_LOGIN, loginOf } from "@/lib/client/state/login-draft";

const OPTIONS = { isNew: true, paused: false };
const DRAFT = {
  ...EMPTY_CONNECTION,
  name: "lab",
  endpoints: [{ key: 0, host: "pve1", port: "8006", fingerprint: "" }],
};
const LOGIN = { username: "root@pam", password: "x", otp: "" };

describe("a connection made by user and password", () => {
  it("needs no token", () => {
    expect(checkedInput(DRAFT, OPTIONS, LOGIN, true)).toMatchObject({ ok: true });
    expect(checkedInput(DRAFT, OPTIONS, null, true)).toMatchObject({ ok: false });
  });

  it("names what is missing of the login and of the rest at the same time", () => {
    const result = checkedInput(
      { ...DRAFT, name: "" },
      OPTIONS,
      { ...LOGIN, username: "root", password: "" },
      true,
    );

    expect(result.ok ? [] : Object.keys(result.issues).sort()).toEqual([
      "login.password",
      "login.username",
      "name",
    ]);
  });

  it("shows certificates without a password", () => {
    expect(checkedInput(DRAFT, OPTIONS, EMPTY_LOGIN, false)).toMatchObject({ ok: true });
  });

  it("sends no empty code", () => {
    expect(loginOf({ ...LOGIN, username: " root@pam " })).toEqual({
      username: "root@pam",
      password: "x",
      otp: null,
    });
    expect(loginOf({ ...LOGIN, otp: " 123456 " }).otp).toBe("123456");
  });
});
