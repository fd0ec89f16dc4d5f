import https from "node:https";
import { makeCertificate, startHttpsServer } from "@/tests/support/https-server";

/** `refuse`: PVE's own 500. `hang-…`: the connection stays open without an answer, for whoever asks to be killed meanwhile. */
export type Dropping = "answer" | "request" | "hang-answer" | "hang-request" | "refuse";

export interface AnswerDropper {
  readonly port: number;
  readonly fingerprint: string;
  /** The next migrate requests lose their answer, or never arrive. */
  readonly drop: (what: Dropping, times?: number) => void;
  /** Migrate requests that were passed on to the cluster. */
  readonly passed: () => number;
  /** Resolves once a request has lost what it was to lose. */
  readonly dropped: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A proxy in front of a simulator that passes everything on, but cuts the connection of a migrate request at will. */
export async function startAnswerDropper(targetPort: number): Promise<AnswerDropper> {
  const certificate = await makeCertificate();
  const pending: Dropping[] = [];
  let passed = 0;
  let dropped = newSignal();
  const lose = (what: Dropping, cut: () => void) => {
    if (!what.startsWith("hang")) cut();
    dropped.resolve();
  };
  const server = await startHttpsServer(certificate, (request, response) => {
    const isMigrate = request.method === "POST" && request.url?.endsWith("/migrate") === true;
    const dropping = isMigrate ? pending.shift() : undefined;
    if (dropping === "refuse") {
      request.resume();
      response.writeHead(500, "VM is locked (backup)", { "content-type": "application/json" });
      response.end(JSON.stringify({ data: null, message: "VM is locked (backup)\n" }));
      return;
    }
    if (dropping?.endsWith("request")) {
      request.resume();
      request.on("end", () => lose(dropping, () => request.socket.destroy()));
      return;
    }
    if (isMigrate) passed += 1;
    const { method, url: path } = request;
    // A connection of its own is what `close` was asked for; the one to the cluster is used again.
    const headers = { ...request.headers, connection: "keep-alive" };
    const far = https.request(
      { host: "127.0.0.1", port: targetPort, method, path, headers, rejectUnauthorized: false },
      (answer) => {
        if (dropping !== undefined) {
          answer.resume();
          answer.on("end", () => lose(dropping, () => request.socket.destroy()));
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.statusMessage, answer.headers);
        answer.pipe(response);
      },
    );
    far.on("error", () => request.socket.destroy());
    request.pipe(far);
  });
  return {
    port: server.port,
    fingerprint: certificate.fingerprint,
    drop: (what, times = 1) => {
      dropped = newSignal();
      pending.push(...Array.from({ length: times }, () => what));
    },
    passed: () => passed,
    dropped: () => dropped.promise,
    stop: server.stop,
  };
}

function newSignal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
