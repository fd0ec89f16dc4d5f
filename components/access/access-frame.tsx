import type { ReactNode } from "react";

/** The quiet page around sign-in and set-up. */
export function AccessFrame({
  title,
  children,
  lead,
}: {
  title: string;
  lead: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <p className="mb-6 flex items-center gap-2.5 font-semibold text-lg">
          <KeelMark /> Evenkeel
        </p>
        <h1 className="font-semibold text-xl">{title}</h1>
        <p className="mb-5 text-muted">{lead}</p>
        {children}
      </div>
    </main>
  );
}

/** A hull on its waterline. */
export function KeelMark() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      className="size-6 shrink-0 text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <path d="M2 10h20" strokeLinecap="round" />
      <path d="M4.5 10c.6 4.6 3.4 7.5 7.5 7.5s6.9-2.9 7.5-7.5" strokeLinejoin="round" />
      <path d="M12 17.5v4M12 3v7" strokeLinecap="round" />
    </svg>
  );
}
