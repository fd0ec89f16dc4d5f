/** An answer that is not a result: PVE's status, reason phrase and, for wrong parameters, the reasons. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly status: number;
  readonly errors: Readonly<Record<string, string>> | undefined;

  constructor(status: number, message: string, errors?: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** What PVE answers when parameters do not fit the schema. */
export function parameterError(errors: Readonly<Record<string, string>>): ApiError {
  return new ApiError(400, "Parameter verification failed.", errors);
}

export function missingGuest(node: string, type: "qemu" | "lxc", vmid: number): ApiError {
  const folder = type === "qemu" ? "qemu-server" : "lxc";
  return new ApiError(500, `Configuration file 'nodes/${node}/${folder}/${vmid}.conf' does not exist`);
}

/** A lock that nobody gives: PVE tries for ten seconds before it says so. */
export class LockError extends ApiError {
  override readonly name = "LockError";

  constructor(message: string) {
    super(500, message);
  }
}
