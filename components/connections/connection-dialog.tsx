"use client";

import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { type EndpointCertificate, endpointCertificates } from "@/lib/api/cluster-login";
import {
  type ClusterConnection,
  type ClusterInput,
  type ConnectionTest,
  connectionTest,
} from "@/lib/api/clusters";
import {
  CERTIFICATES_ADDRESS,
  CLUSTER_LOGIN_ADDRESS,
  CONNECTION_TEST_ADDRESS,
  clustersAddress,
} from "@/lib/client/http/api-addresses";
import { ApiError, fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { type ConnectionDraft, draftOf, EMPTY_CONNECTION } from "@/lib/client/state/connection-draft";
import { checkedInput, type LoginDraft, loginOf } from "@/lib/client/state/login-draft";
import { notify } from "@/lib/client/state/notices";
import { CertificateResults } from "./certificate-results";
import { ConnectionFields } from "./connection-fields";
import { ConnectionTestResult } from "./connection-test-result";
import { CredentialsFields } from "./credentials-fields";

interface ConnectionDialogProps {
  /** Null adds a new one. */
  connection: ClusterConnection | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Adds or edits a connection. Saving an untested connection is allowed: the host may be down right now. */
export function ConnectionDialog({ connection, onClose, onSaved }: ConnectionDialogProps) {
  const [draft, setDraft] = useState<ConnectionDraft>(connection ? draftOf(connection) : EMPTY_CONNECTION);
  const [issues, setIssues] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [test, setTest] = useState<ConnectionTest | null>(null);
  const [login, setLogin] = useState<LoginDraft | null>(null);
  const [certificates, setCertificates] = useState<readonly EndpointCertificate[] | null>(null);
  const [busy, setBusy] = useState<"test" | "save" | null>(null);

  function change(next: ConnectionDraft) {
    setDraft(next);
    setIssues({});
    setProblem(null);
  }

  async function submit(kind: "test" | "save", send: (input: ClusterInput) => Promise<void>) {
    const options = { isNew: connection === null, paused: connection?.paused ?? false };
    // The certificate is looked at before a password needs to be typed.
    const result = checkedInput(draft, options, login, kind === "save");
    if (!result.ok) return setIssues(result.issues);
    setBusy(kind);
    setProblem(null);
    try {
      await send(result.input);
    } catch (failure) {
      setIssues(fieldIssuesOf(failure));
      setProblem(failure instanceof ApiError ? failure.message : messageOf(failure));
    } finally {
      setBusy(null);
    }
  }

  async function showCertificates({ endpoints }: ClusterInput) {
    setCertificates(null);
    const { data } = await requestApi(CERTIFICATES_ADDRESS, {
      method: "POST",
      schema: endpointCertificates,
      body: { endpoints },
    });
    setCertificates(data);
  }

  async function runTest(input: ClusterInput) {
    if (login) return showCertificates(input);
    setTest(null);
    const { data } = await requestApi(CONNECTION_TEST_ADDRESS, {
      method: "POST",
      schema: connectionTest,
      body: { ...input, clusterId: connection?.id },
    });
    setTest(data);
  }

  async function save(input: ClusterInput) {
    await requestApi(login ? CLUSTER_LOGIN_ADDRESS : clustersAddress(connection?.id ?? null), {
      method: connection ? "PUT" : "POST",
      schema: z.unknown(),
      body: login ? { ...withoutToken(input), login: loginOf(login) } : input,
    });
    notify(connection ? `${input.name} saved` : `${input.name} added`, {
      detail: "The first reading follows within seconds.",
    });
    onSaved();
    onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title={connection ? `Edit ${connection.name}` : "Add a cluster"}
        description="Evenkeel reads a cluster or a single host with an API token. Any node of the cluster will do; add more for fail-over."
        className="max-w-2xl"
      >
        <form
          className="contents"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit("save", save);
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <ConnectionFields
              draft={draft}
              issues={issues}
              onChange={change}
              credentials={
                <CredentialsFields
                  draft={draft}
                  issues={issues}
                  isNew={connection === null}
                  login={login}
                  onChange={change}
                  onLoginChange={(next) => {
                    setLogin(next);
                    setIssues({});
                  }}
                />
              }
            />
            {login && certificates ? (
              <CertificateResults
                certificates={certificates}
                pinned={draft.endpoints.map(({ fingerprint }) => fingerprint)}
                onTrust={(index, fingerprint) => change(withFingerprint(draft, fingerprint, index))}
              />
            ) : null}
            {test && !login ? (
              <ConnectionTestResult
                test={test}
                pinned={draft.endpoints.some((endpoint) => endpoint.fingerprint === test.fingerprint)}
                onTrust={(fingerprint) => change(withFingerprint(draft, fingerprint))}
              />
            ) : null}
            {problem ? (
              <p role="alert" className="text-bad">
                {problem}
              </p>
            ) : null}
          </DialogBody>
          <DialogFooter>
            <Button className="mr-auto" disabled={busy !== null} onClick={() => void submit("test", runTest)}>
              {busy === "test" ? "Testing…" : login ? "Show certificate" : "Test connection"}
            </Button>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" disabled={busy !== null}>
              {busy === "save" ? "Saving…" : connection ? "Save" : "Add cluster"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function withoutToken({ tokenId: _id, tokenSecret: _secret, ...rest }: ClusterInput) {
  return rest;
}

/** The test asks the first endpoint, so that is the one whose certificate was shown. */
function withFingerprint(draft: ConnectionDraft, fingerprint: string, at = 0): ConnectionDraft {
  return {
    ...draft,
    tlsPolicy: "fingerprint",
    endpoints: draft.endpoints.map((endpoint, index) =>
      index === at ? { ...endpoint, fingerprint } : endpoint,
    ),
  };
}
