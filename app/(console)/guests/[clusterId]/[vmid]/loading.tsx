import { DetailSkeleton } from "@/components/skeletons/detail-skeleton";

export default function Loading() {
  return <DetailSkeleton />;
}
