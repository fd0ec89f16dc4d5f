"use client";

import { ArrowDownToLine } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { cn } from "@/lib/client/class-names";
import { type LogTone, logLineTone } from "@/lib/client/moves/log-lines";

const NEAR_END_PX = 24;

const TONES: Readonly<Record<LogTone, string | undefined>> = {
  plain: undefined,
  warn: "text-warn",
  bad: "text-bad",
  good: "text-ok",
};

interface TerminalProps {
  lines: readonly string[];
  /** Whether lines may still come. */
  following: boolean;
  className?: string;
}

/** Lines as a terminal shows them; follows their end until somebody scrolls back. Its parent is its frame: `relative`. */
export function Terminal({ lines, following, className }: TerminalProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const count = lines.length;

  useEffect(() => {
    const element = scroller.current;
    if (element && atEnd && count > 0) element.scrollTop = element.scrollHeight;
  }, [count, atEnd]);

  return (
    <>
      <ScrollRegion
        ref={scroller}
        aria-label="Lines of the log"
        className={cn("max-h-[28rem] overflow-auto rounded-b-lg bg-bg", className)}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
      >
        <ol className="py-2 font-mono text-xs leading-5">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows at its end, and lines repeat
            <li key={index} className="flex gap-3 px-4 hover:bg-hover">
              <span aria-hidden className="w-8 shrink-0 select-none text-right text-faint">
                {index + 1}
              </span>
              <span className={cn("min-w-0 whitespace-pre-wrap break-words", TONES[logLineTone(line)])}>
                {line}
              </span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      {following && !atEnd ? (
        <Button size="small" className="absolute right-4 bottom-3" onClick={() => setAtEnd(true)}>
          <ArrowDownToLine /> Follow
        </Button>
      ) : null}
    </>
  );
}
