import { describe, expect, it } from "vitest";
import { grantAllLines } from "@/lib/inventory/doctor/grant-lines";
import {
  type JudgeInput,
  judgePrivileges,
  type Permissions,
  unneededPrivileges,
} from "@/lib/inventory/doctor/judge-privileges";

const AUDITOR = Object.fromEntries(
  ["Sys.Audit", "VM.Audit", "Datastore.Audit", "Pool.Audit", "SDN.Audit", "Mapping.Audit"].map(
    (privilege) => [privilege, 1],
  ),
);

function judge(permissions: Permissions, rest: Partial<JudgeInput> = {}) {
  const judged = judgePrivileges({
    permissions,
    userPermissions: null,
    token: { id: "evenkeel@pve!monitor", privilegeSeparation: true },
    major: 9,
    ...rest,
  });
  return (privilege: string, path?: string) =>
    judged.find((row) => row.privilege === privilege && (path === undefined || row.path === path));
}

describe("judgePrivileges", () => {
  it("grants a missing audit privilege with PVE's own role, to the token and its user", () => {
    const missing = judge({ "/": {} })("VM.Audit");

    expect(missing).toMatchObject({ state: "missing", purpose: "reading" });
    expect(missing?.fix).toEqual([
      "pveum acl modify / --users 'evenkeel@pve' --roles PVEAuditor",
      "pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles PVEAuditor",
    ]);
  });

  it("makes a role for a privilege that no role of PVE's holds alone", () => {
    expect(judge({ "/": AUDITOR })("VM.Migrate")?.fix).toEqual([
      'pveum role add EvenkeelVMMigrate --privs "VM.Migrate"',
      "pveum acl modify / --users 'evenkeel@pve' --roles EvenkeelVMMigrate",
      "pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles EvenkeelVMMigrate",
    ]);
  });

  it("leaves the user out when it has the privilege, and the token when it has all of its user's", () => {
    const user = { "/": { ...AUDITOR, "VM.Migrate": 1 } };
    const separated = judge({ "/": AUDITOR }, { userPermissions: user });
    const whole = judge(
      { "/": AUDITOR },
      { token: { id: "evenkeel@pve!monitor", privilegeSeparation: false } },
    );

    expect(separated("VM.Migrate")?.fix.filter((line) => line.includes("acl"))).toEqual([
      "pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles EvenkeelVMMigrate",
    ]);
    expect(whole("VM.Migrate")?.fix.filter((line) => line.includes("acl"))).toEqual([
      "pveum acl modify / --users 'evenkeel@pve' --roles EvenkeelVMMigrate",
    ]);
  });

  it("asks for the guest agent's right by the name that the release has", () => {
    const old = judge({ "/": AUDITOR }, { major: 8 });
    const now = judge({ "/": AUDITOR }, { major: 9 });

    expect(old("VM.Monitor")?.fix[0]).toBe('pveum role add EvenkeelVMMonitor --privs "VM.Monitor"');
    expect(old("VM.GuestAgent.Audit")).toBeUndefined();
    expect(now("VM.GuestAgent.Audit")?.fix[0]).toContain("--roles PVEAuditor");
    expect(now("VM.Monitor")).toBeUndefined();
  });

  it("tells what holds on some guests only from what holds everywhere", () => {
    const row = judge({ "/": {}, "/vms/110": { "VM.Audit": 1 }, "/vms/20": { "VM.Audit": 1 } })("VM.Audit");

    expect(row).toMatchObject({ state: "partly", heldOn: ["/vms/20", "/vms/110"] });
  });

  it("does not count a privilege that stays on the top path, nor one that a deeper path takes away", () => {
    const stays = judge({ "/": { ...AUDITOR, "VM.Audit": 0 } })("VM.Audit");
    const overridden = judge({ "/": AUDITOR, "/vms": {} })("VM.Audit");

    expect(stays?.state).toBe("missing");
    expect(overridden?.state).toBe("missing");
    expect(overridden?.fix).toContain(
      "pveum acl modify /vms --tokens 'evenkeel@pve!monitor' --roles PVEAuditor",
    );
  });

  it("has nothing to mend when everything is granted", () => {
    const all = [...Object.keys(AUDITOR), "Sys.Syslog", "Sys.Console", "Sys.Modify", "VM.Migrate"];
    const more = ["VM.PowerMgmt", "VM.Config.Disk", "Datastore.AllocateSpace", "VM.GuestAgent.Audit"];
    const permissions = { "/": Object.fromEntries([...all, ...more].map((privilege) => [privilege, 1])) };

    const judged = judgePrivileges({
      permissions,
      userPermissions: null,
      token: { id: "root@pam!x", privilegeSeparation: null },
      major: 9,
    });

    expect(judged.filter(({ state }) => state !== "granted")).toEqual([]);
    expect(unneededPrivileges(permissions, 9)).toEqual([]);
    expect(unneededPrivileges({ "/": { "User.Modify": 1 } }, 9)).toEqual(["User.Modify"]);
  });
});

describe("grantAllLines", () => {
  it("joins what is missing into one role and as few lines as there are holders", () => {
    const judged = judgePrivileges({
      permissions: { "/": { "Sys.Audit": 1 } },
      userPermissions: null,
      token: { id: "evenkeel@pve!monitor", privilegeSeparation: true },
      major: 9,
    });

    expect(grantAllLines(judged.filter(({ state }) => state !== "granted"))).toEqual([
      'pveum role add EvenkeelOperator --privs "Sys.Syslog VM.Migrate VM.Config.Disk Datastore.AllocateSpace VM.PowerMgmt Sys.Console Sys.Modify"',
      "pveum acl modify / --users 'evenkeel@pve' --roles PVEAuditor",
      "pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles PVEAuditor",
      "pveum acl modify / --users 'evenkeel@pve' --roles EvenkeelOperator",
      "pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles EvenkeelOperator",
    ]);
    expect(grantAllLines([])).toEqual([]);
  });
});
