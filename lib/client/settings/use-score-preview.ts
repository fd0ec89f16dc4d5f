"use client";

import { useEffect, useState } from "react";
import { scorePreview } from "@/lib/api/score-preview";
import { scorePreviewAddress } from "../http/api-addresses";
import { useApi } from "../http/use-api";

const PAUSE_MS = 250;
const REFRESH_MS = 15_000;

type Values = Readonly<Record<string, number | boolean | string>>;

/** Every node's score with edited settings, a moment after the last key; null edits ask nothing new. */
export function useScorePreview(clusterId: string | null, edited: Values | null) {
  const text = edited === null ? null : JSON.stringify(edited);
  const [asked, setAsked] = useState(text ?? "{}");
  useEffect(() => {
    if (text === null || text === asked) return;
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, asked]);

  const address = clusterId === null ? null : scorePreviewAddress(clusterId, { settings: asked });
  const { data, error } = useApi(address, scorePreview, { refreshInterval: REFRESH_MS });
  return { preview: data?.data ?? null, error, isCurrent: text === asked };
}
