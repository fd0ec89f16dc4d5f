import { beforeAll, describe, expect, it, vi } from "vitest";
import { canonicalJson } from "@/inngest/embedded/canonical-json";
import { signRequest } from "@/inngest/embedded/sign-request";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();

const SIGNING_KEY = `signkey-prod-${"ab".repeat(32)}`;
type Answer = (request: Request) => Promise<Response>;

const body = canonicalJson({
  version: 2,
  event: { id: "1", name: "inngest/scheduled.timer", data: {}, ts: 1 },
  events: [],
  steps: {},
  ctx: {
    run_id: "r",
    attempt: 0,
    disable_immediate_execution: true,
    use_api: false,
    stack: { stack: [], current: 0 },
  },
});

function aRequest(signature: string | null, method = "POST"): Request {
  return new Request("http://0.0.0.0:3000/api/inngest?fnId=evenkeel-prune-history&stepId=step", {
    method,
    headers: {
      host: "evenkeel.example.org",
      ...(signature === null ? {} : { "x-inngest-signature": signature }),
    },
    ...(method === "GET" ? {} : { body }),
  });
}

async function loadRoute(): Promise<Answer> {
  vi.resetModules();
  const { answerInngest } = await import("@/inngest/answer-inngest");
  return answerInngest;
}

describe("/api/inngest with an Inngest server", () => {
  let answer: Answer;
  beforeAll(async () => {
    vi.stubEnv("INNGEST_BASE_URL", "http://127.0.0.1:9");
    vi.stubEnv("INNGEST_EVENT_KEY", "key");
    vi.stubEnv("INNGEST_SIGNING_KEY", SIGNING_KEY);
    vi.stubEnv("INNGEST_DEV", "1");
    answer = await loadRoute();
    return () => vi.unstubAllEnvs();
  });

  it("refuses a request without a signature, whatever its method", async () => {
    for (const method of ["POST", "GET", "PUT"]) {
      const response = await answer(aRequest(null, method));
      expect(response.status, method).toBe(401);
      expect(await response.text()).not.toContain("function_count");
    }
  });

  it("refuses a signature made with another key", async () => {
    const signature = signRequest(body, `signkey-prod-${"cd".repeat(32)}`, Date.now());
    expect((await answer(aRequest(signature))).status).toBe(401);
  });

  it("refuses a signature of another body", async () => {
    const signature = signRequest(`${body} `, SIGNING_KEY, Date.now());
    expect((await answer(aRequest(signature))).status).toBe(401);
  });

  it("refuses a right signature that is older than five minutes", async () => {
    const signature = signRequest(body, SIGNING_KEY, Date.now() - 301_000);
    expect((await answer(aRequest(signature))).status).toBe(401);
  });

  it("answers a request that is signed properly, also while INNGEST_DEV is set by mistake", async () => {
    const response = await answer(aRequest(signRequest(body, SIGNING_KEY, Date.now())));
    expect(response.status).toBe(206);
    expect(await response.json()).toMatchObject([{ op: "StepPlanned", displayName: "prune-jobs" }]);
  });
});

describe("/api/inngest with the embedded runner", () => {
  it("answers nobody, not even with the runner's own signature", async () => {
    vi.stubEnv("INNGEST_BASE_URL", "");
    vi.stubEnv("INNGEST_EVENT_KEY", "");
    const answer = await loadRoute();
    const { embeddedSigningKey } = await import("@/inngest/client");
    const signature = signRequest(body, embeddedSigningKey(), Date.now());
    for (const request of [aRequest(null), aRequest(signature), aRequest(null, "GET")]) {
      await expect(answer(request)).rejects.toMatchObject({ code: "not_found" });
    }
    vi.unstubAllEnvs();
  });
});
