/** Why a sign-in was refused, from the code that next-auth hands back. */
export function signInProblem(code: string | null): string {
  if (code === null || code === "CredentialsSignin") return "The user name or the password is wrong.";
  // Sentences come from our own server; codes of next-auth are single words.
  if (/\s/.test(code)) return code;
  return "Signing in failed. Try again; if it stays so, see the server's log.";
}

/** Where to go after the sign-in: only addresses of this console. */
export function safeCallbackUrl(text: string | undefined): string {
  if (!text) return "/";
  try {
    const url = new URL(text, "http://console.invalid");
    const own =
      url.host === "console.invalid" &&
      text.startsWith("/") &&
      !text.startsWith("//") &&
      !text.includes("\\");
    return own ? `${url.pathname}${url.search}` : "/";
  } catch {
    return "/";
  }
}
