import { SearchX } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/values/states";

export default function ConsoleNotFound() {
  return (
    <div className="panel">
      <EmptyState Icon={SearchX} title="There is nothing here">
        What stood at this address is gone, or the link is wrong.{" "}
        <Link href="/" className="text-accent underline underline-offset-2">
          Go to the overview
        </Link>
      </EmptyState>
    </div>
  );
}
