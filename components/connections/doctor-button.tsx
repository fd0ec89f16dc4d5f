"use client";

import { Stethoscope } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { GuardedButton } from "@/components/values/guarded-button";
import { ErrorState } from "@/components/values/states";
import { doctorReport } from "@/lib/api/doctor";
import { doctorAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { DoctorReportView } from "./doctor-report-view";

interface DoctorButtonProps {
  clusterId: string;
  name: string;
  refusal: string | null;
}

/** Examines a connection and shows what is wrong with it and which lines mend it. */
export function DoctorButton({ clusterId, name, refusal }: DoctorButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <GuardedButton size="small" refusal={refusal} onClick={() => setOpen(true)}>
        <Stethoscope /> Doctor
      </GuardedButton>
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetContent
          title={`Doctor: ${name}`}
          description="What the token may do, and how the cluster and the way to it are."
          className="max-w-3xl"
        >
          {open ? <Examination clusterId={clusterId} /> : null}
        </SheetContent>
      </Sheet>
    </>
  );
}

function Examination({ clusterId }: { clusterId: string }) {
  const { data, error, isValidating, mutate } = useApi(doctorAddress(clusterId), doctorReport, {
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
    shouldRetryOnError: false,
    dedupingInterval: 1_000,
  });
  const again = (
    <Button size="small" disabled={isValidating} onClick={() => void mutate()}>
      {isValidating ? "Examining…" : "Examine again"}
    </Button>
  );
  if (error) {
    return (
      <ErrorState title="The examination failed" action={again}>
        {messageOf(error)}
      </ErrorState>
    );
  }
  if (!data) {
    return (
      <p role="status" className="text-muted">
        Asking every endpoint. A host that is down takes up to 8 s.
      </p>
    );
  }
  return <DoctorReportView report={data.data} again={again} />;
}
