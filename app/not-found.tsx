import Link from "next/link";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6 text-center">
      <div>
        <h1 className="font-semibold text-xl">There is nothing at this address</h1>
        <p className="mb-3 text-muted">It may have been removed, or the link is wrong.</p>
        <Link href="/" className="text-accent underline-offset-2 hover:underline">
          Go to the overview
        </Link>
      </div>
    </main>
  );
}
