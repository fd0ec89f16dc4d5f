import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ConnectionActivityView } from "@/components/connections/connection-activity-view";
import { DoctorReportView } from "@/components/connections/doctor-report-view";
import type { ConnectionActivity } from "@/lib/api/connection-activity";
import type { DoctorReport } from "@/lib/api/doctor";

const REPORT: DoctorReport = {
  clusterId: "11111111-1111-4111-8111-111111111111",
  name: "lab",
  checkedAtMs: 0,
  pveVersion: "9.1.2",
  tokenId: "evenkeel@pve!monitor",
  privilegeSeparation: true,
  endpoints: [],
  findings: [
    {
      id: "endpoint-down/a",
      severity: "warning",
      title: "Endpoints",
      message: "a:8006 refused the API token.",
      subject: "a:8006",
      call: "GET /version",
      status: 401,
      fix: ["pvecm updatecerts --force"],
    },
  ],
  privileges: [
    {
      privilege: "VM.Migrate",
      path: "/vms",
      purpose: "acting",
      feature: "no guest can be moved",
      state: "missing",
      heldOn: [],
      fix: ["pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles EvenkeelVMMigrate"],
    },
    {
      privilege: "VM.Audit",
      path: "/vms",
      purpose: "reading",
      feature: "guests are invisible",
      state: "partly",
      heldOn: ["/vms/100"],
      fix: ["pveum acl modify / --tokens 'evenkeel@pve!monitor' --roles PVEAuditor"],
    },
  ],
  grantAll: ['pveum role add EvenkeelOperator --privs "VM.Migrate"'],
};

const render = (report: DoctorReport) =>
  renderToStaticMarkup(<DoctorReportView report={report} again={null} />).replaceAll(/<[^>]+>/g, " ");

describe("the doctor's report", () => {
  it("says the verdict, the call with its code, what a privilege is for and the line that grants it", () => {
    const text = render(REPORT);

    expect(text).toContain("1 thing to mend, 1 privilege is missing for reading.");
    expect(text).toMatch(/GET \/version\s+answered 401/);
    expect(text).toContain("Without it: no guest can be moved.");
    expect(text).toContain("Held on /vms/100 only; elsewhere guests are invisible.");
    expect(text).toContain("--roles EvenkeelVMMigrate");
    expect(text).toContain("pveum role add EvenkeelOperator");
  });

  it("says so when nothing is wrong, and when rights could not be read", () => {
    expect(render({ ...REPORT, findings: [], privileges: [] })).toContain("Nothing to mend.");
    expect(render({ ...REPORT, privileges: null })).toContain("could not be read");
  });
});

describe("what a connection's calls cost", () => {
  it("shows each endpoint with its state, latency and last error, and calls against the budget", () => {
    const activity: ConnectionActivity = {
      clusterId: REPORT.clusterId,
      callsLastMinute: 84,
      callsPerMinuteBudget: 600,
      nodes: [
        { name: "pve2", callsLastMinute: 12 },
        { name: "pve1", callsLastMinute: 6 },
      ],
      endpoints: [
        {
          host: "pve1",
          port: 8006,
          state: "answering",
          latencyMs: 11.6,
          answeredAtMs: 1,
          failure: null,
          callsLastMinute: 84,
        },
        {
          host: "pve2",
          port: 8006,
          state: "failing",
          latencyMs: null,
          answeredAtMs: null,
          callsLastMinute: 0,
          failure: {
            code: "unreachable",
            message: "No route to the host.",
            call: "GET /version",
            status: null,
            atMs: 1,
          },
        },
      ],
    };
    const text = renderToStaticMarkup(<ConnectionActivityView name="lab" activity={activity} />).replaceAll(
      /<[^>]+>/g,
      "",
    );

    expect(text).toContain("84 of at most 600 calls in the last minute; most on pve2: 12.");
    expect(text).toContain("12 ms");
    expect(text).toContain("Not answering");
    expect(text).toContain("No route to the host.");
  });
});
