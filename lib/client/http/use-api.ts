"use client";

import useSWR, { type SWRConfiguration, type SWRResponse } from "swr";
import type { z } from "zod";
import { type ApiAnswer, requestApi } from "./request-api";

/** Reads one address of our API and keeps it fresh; `null` reads nothing. */
export function useApi<Schema extends z.ZodType>(
  path: string | null,
  schema: Schema,
  options: SWRConfiguration<ApiAnswer<z.output<Schema>>, Error> = {},
): SWRResponse<ApiAnswer<z.output<Schema>>, Error> {
  return useSWR<ApiAnswer<z.output<Schema>>, Error>(
    path,
    (address: string) => requestApi(address, { schema }),
    {
      keepPreviousData: true,
      ...options,
    },
  );
}
