import { Skeleton } from "@/components/ui/skeleton";

/** The page's shape before the plan is there. */
export function AdviceSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3">
      <div className="panel flex flex-col gap-3 p-4">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="mt-2 h-10 w-3/5" />
      </div>
      <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_450px]">
        <div className="panel p-4">
          <Skeleton className="h-96" />
        </div>
        <div className="panel p-4">
          <Skeleton className="h-60" />
        </div>
      </div>
    </div>
  );
}
