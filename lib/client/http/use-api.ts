"use client";

import useSWR, { type SWRConfiguration, type SWRResponse } from "swr";
import type { Reader } from "./reader";
import { type ApiAnswer, requestApi } from "./request-api";

/** Reads one address of our API and keeps it fresh; `null` reads nothing. */
export function useApi<Data>(
  path: string | null,
  schema: Reader<Data>,
  options: SWRConfiguration<ApiAnswer<Data>, Error> = {},
): SWRResponse<ApiAnswer<Data>, Error> {
  return useSWR<ApiAnswer<Data>, Error>(path, (address: string) => requestApi(address, { schema }), {
    keepPreviousData: true,
    ...options,
  });
}
