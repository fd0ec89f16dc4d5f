import { expect, test } from "vitest";
import { isPassingTrouble, isTaskGone } from "@/lib/server/moves/pve/passing-trouble";
import { PveError, type PveErrorKind } from "@/lib/server/proxmox/pve-error";

function anError(kind: PveErrorKind, message = "", status: number | null = null): PveError {
  return new PveError(kind, message, { endpoint: "pve1:8006", status });
}

test.each([
  ["no answer in time", anError("timeout")],
  ["no connection", anError("unreachable")],
  ["a node that did not answer (595)", anError("node_unreachable", "could not reach pve1", 595)],
  ["a damaged answer", anError("garbage", "", 200)],
  ["a web page of a proxy in between", anError("not_proxmox", "", 502)],
  ["a server that is being restarted", anError("server_error", "pve1 answered 503", 503)],
  ["a lock that was not free in time", anError("server_error", "can't lock file - got timeout", 500)],
])("%s may pass", (_what, error) => {
  expect(isPassingTrouble(error)).toBe(true);
});

test.each([
  ["a locked guest", anError("server_error", "VM is locked (backup)", 500)],
  ["any other reason of Proxmox VE's own", anError("server_error", "no such cluster node", 500)],
  ["a missing right", anError("forbidden", "VM.Migrate", 403)],
  ["a refused token", anError("token_invalid", "", 401)],
  ["a wrong parameter", anError("parameter", "", 400)],
  ["a call that the release does not have", anError("server_error", "not implemented", 501)],
  ["another certificate", anError("fingerprint_changed")],
])("%s is a clear no", (_what, error) => {
  expect(isPassingTrouble(error)).toBe(false);
});

test("a task without a record is told from a task that cannot be read", () => {
  expect(isTaskGone(anError("parameter", "PVE refused the parameters of …: upid: no such task", 400))).toBe(
    true,
  );
  expect(isTaskGone(anError("node_unreachable", "could not reach pve1", 595))).toBe(false);
});
