import { Agent, request } from "undici";
import { percentile } from "../figures";

export interface EndpointFigures {
  readonly status: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly sentBytes: number;
  readonly encoding: string;
}

/** Until the last byte, one request after another over one connection, as a browser asks: compressed. */
export async function measureEndpoint(
  { origin, cookie }: { readonly origin: string; readonly cookie: string },
  path: string,
  times: number,
): Promise<EndpointFigures> {
  const dispatcher = new Agent({ connections: 1 });
  const durations: number[] = [];
  let last = { status: 0, sentBytes: 0, encoding: "" };
  for (let count = 0; count < times; count += 1) {
    const startedAt = performance.now();
    const answer = await request(`${origin}${path}`, {
      dispatcher,
      headers: { cookie, "accept-encoding": "gzip, br" },
    });
    const sentBytes = (await answer.body.arrayBuffer()).byteLength;
    durations.push(performance.now() - startedAt);
    last = {
      status: answer.statusCode,
      sentBytes,
      encoding: String(answer.headers["content-encoding"] ?? "none"),
    };
  }
  await dispatcher.close();
  return {
    ...last,
    p50Ms: Math.round(percentile(durations, 0.5) * 10) / 10,
    p95Ms: Math.round(percentile(durations, 0.95) * 10) / 10,
  };
}

/** Requests a second that are answered with several connections. */
export async function requestsPerSecond(
  { origin, cookie }: { readonly origin: string; readonly cookie: string },
  path: string,
  forMs: number,
): Promise<number> {
  const dispatcher = new Agent({ connections: 4 });
  const end = performance.now() + forMs;
  let answered = 0;
  const ask = async () => {
    while (performance.now() < end) {
      const answer = await request(`${origin}${path}`, {
        dispatcher,
        headers: { cookie, "accept-encoding": "gzip, br" },
      });
      await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER });
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 4 }, ask));
  await dispatcher.close();
  return (answered * 1_000) / forMs;
}
