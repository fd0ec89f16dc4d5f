import { afterEach, describe, expect, it, vi } from "vitest";
import { revokeSessions } from "@/lib/server/auth/revoke-sessions";
import { defineStream } from "@/lib/server/http/define-stream";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { signedIn } from "@/tests/support/signed-in";

useTestDatabase();

afterEach(() => {
  vi.useRealTimers();
});

describe("a stream", () => {
  it("ends when the session it was opened with is revoked", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let open: AbortSignal | undefined;
    const handler = defineStream({
      role: "viewer",
      open: ({ signal }) => {
        open = signal;
        return new ReadableStream<Uint8Array>();
      },
    });
    const { viewer, cookie } = await signedIn();
    const response = await callRoute(handler, { cookie });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");

    await revokeSessions({ userId: viewer.userId });
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(open?.aborted).toBe(true));
  });

  it("hands on where the browser left off", async () => {
    const handler = defineStream({
      role: "viewer",
      open: ({ lastEventId }) => new Blob([`was ${lastEventId}`]).stream(),
    });
    const { cookie } = await signedIn();
    const response = await callRoute(handler, { cookie, headers: { "last-event-id": "7" } });
    expect(await response.text()).toBe("was 7");
  });
});
