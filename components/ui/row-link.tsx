"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link in a row that may tell of something else with the next reading. Where it leads is fetched when somebody points at it: else each
 * guest that becomes the busiest would have its page fetched, on every open console.
 */
export function RowLink(props: ComponentProps<typeof Link>) {
  const [near, setNear] = useState(false);
  const approach = () => setNear(true);
  return <Link {...props} prefetch={near ? null : false} onPointerEnter={approach} onFocus={approach} />;
}
