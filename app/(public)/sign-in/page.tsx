import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { AccessFrame } from "@/components/access/access-frame";
import { SignInForm } from "@/components/access/sign-in-form";
import { safeCallbackUrl } from "@/lib/client/format/sign-in-problem";
import { readIdentity } from "@/lib/server/auth/read-identity";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl } = await searchParams;
  const target = safeCallbackUrl(Array.isArray(callbackUrl) ? callbackUrl[0] : callbackUrl);
  const identity = await readIdentity();
  if (identity) redirect((identity.setupRequired ? "/setup" : target) as Route);

  return (
    <AccessFrame
      title="Sign in"
      lead="First time here? The user name is admin; its one-time password was printed when Evenkeel started."
    >
      <SignInForm callbackUrl={target} />
    </AccessFrame>
  );
}
