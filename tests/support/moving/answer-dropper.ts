import https from "node:https";
import { makeCertificate, startHttpsServer } from "@/tests/support/https-server";

export type Dropping = "answer" | "request";

export interface AnswerDropper {
  readonly port: number;
  readonly fingerprint: string;
  /** The next migrate requests lose their answer, or never arrive. */
  readonly drop: (what: Dropping, times?: number) => void;
  /** Migrate requests that reached the cluster. */
  readonly passed: () => number;
  readonly stop: () => Promise<void>;
}

/** A proxy in front of a simulator that passes everything on, but cuts the connection of a migrate request at will. */
export async function startAnswerDropper(targetPort: number): Promise<AnswerDropper> {
  const certificate = await makeCertificate();
  const pending: Dropping[] = [];
  let passed = 0;
  const server = await startHttpsServer(certificate, (request, response) => {
    const isMigrate = request.method === "POST" && request.url?.endsWith("/migrate") === true;
    const dropping = isMigrate ? pending.shift() : undefined;
    if (dropping === "request") {
      request.resume();
      request.on("end", () => request.socket.destroy());
      return;
    }
    if (isMigrate) passed += 1;
    const { method, url: path, headers } = request;
    const far = https.request(
      { host: "127.0.0.1", port: targetPort, method, path, headers, rejectUnauthorized: false },
      (answer) => {
        if (dropping === "answer") {
          answer.resume();
          answer.on("end", () => request.socket.destroy());
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
    drop: (what, times = 1) => pending.push(...Array.from({ length: times }, () => what)),
    passed: () => passed,
    stop: server.stop,
  };
}
