"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchState } from "./use-search-state";

/** A change of the address makes the whole page look at it: once for a word, not for each of its letters. */
const SETTLE_MS = 200;

/**
 * A text that is typed and lives in the address. The address follows a moment later, so the field has a copy of its own;
 * a change from elsewhere (the back button, a link) is taken over.
 */
export function useSearchText(name: string): readonly [string, (text: string) => void] {
  const [parameters, change] = useSearchState();
  const address = parameters.get(name) ?? "";
  const [state, setState] = useState({ text: address, seen: address, pending: false });

  if (address !== state.seen) {
    const arrived = address === state.text;
    const text = state.pending ? state.text : address;
    setState({ text, seen: address, pending: state.pending && !arrived });
  }

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const changedAtMs = useRef(0);
  const set = useCallback(
    (text: string) => {
      setState((before) => ({ ...before, text, pending: text !== before.seen }));
      clearTimeout(timer.current);
      const follow = () => change({ [name]: text });
      const nowMs = performance.now();
      // A single change, such as a press on a button, is in the address at once.
      if (nowMs - changedAtMs.current > SETTLE_MS) follow();
      else timer.current = setTimeout(follow, SETTLE_MS);
      changedAtMs.current = nowMs;
    },
    [name, change],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return [state.text, set];
}
