"use client";

import type { EngineState } from "@/lib/api/engine";
import {
  ENGINE_ADDRESS,
  ENGINE_PAUSE_ADDRESS,
  ENGINE_RESUME_ADDRESS,
} from "@/lib/client/http/acting-addresses";
import { answered } from "@/lib/client/http/reader";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";

const REFRESH_MS = 5_000;

interface Engine {
  /** Undefined until it is read. */
  readonly state: EngineState | undefined;
  readonly failed: boolean;
  /** A cluster, or null for everything. @throws ApiError */
  readonly pause: (clusterId: string | null, reason: string) => Promise<void>;
  readonly resume: (clusterId: string | null) => Promise<void>;
}

/** What Evenkeel does by itself; all who ask share one reading. */
export function useEngine(): Engine {
  const { data, error, mutate } = useApi(ENGINE_ADDRESS, answered<EngineState>(), {
    refreshInterval: REFRESH_MS,
  });
  async function change(address: string, body: object) {
    await requestApi(address, { method: "POST", schema: answered(), body });
    await mutate();
  }
  return {
    state: data?.data,
    failed: error !== undefined && data === undefined,
    pause: (clusterId, reason) => change(ENGINE_PAUSE_ADDRESS, { clusterId, reason }),
    resume: (clusterId) => change(ENGINE_RESUME_ADDRESS, { clusterId }),
  };
}
