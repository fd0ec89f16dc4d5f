"use client";

import { type ReactNode, useId } from "react";
import { cn } from "@/lib/client/class-names";
import { Label } from "./label";

interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  help?: ReactNode;
  problem?: string | null | undefined;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A control with its label, its help and what is wrong with it. */
export function Field({ label, help, problem, className, children }: FieldProps) {
  const id = useId();
  const helpId = help ? `${id}-help` : null;
  const problemId = problem ? `${id}-problem` : null;
  const describedBy = [helpId, problemId].filter(Boolean).join(" ");

  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <Label htmlFor={id}>{label}</Label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": problem ? true : undefined,
      })}
      {problemId ? (
        <p id={problemId} role="alert" className="text-bad text-sm">
          {problem}
        </p>
      ) : null}
      {helpId ? (
        <p id={helpId} className="text-muted text-sm">
          {help}
        </p>
      ) : null}
    </div>
  );
}
