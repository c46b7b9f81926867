import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { sso } from "@/texts/sso";
import { totpQuery } from "../two-step/api";
import { Prove } from "../two-step/prove";
import { linksQuery, type Proof } from "./api";

type Props = {
  hint: string;
  submit: string;
  done?: string;
  danger?: boolean;
  children?: ReactNode;
  onProven: (proof: Proof) => Promise<unknown>;
  onCancel: () => void;
};

/** Whoever has no password is asked for none: the server looks when they logged in. */
export function OwnerProof({ done = "", children, ...props }: Props) {
  const hasPassword = useQuery(linksQuery).data?.hasPassword ?? true;
  const totp = useQuery(totpQuery);
  const { run, busy, problem } = useSubmit();
  if (hasPassword)
    return (
      <Prove
        {...props}
        done={done}
        withCode={totp.data?.active ?? false}
        onProven={({ currentPassword, code }) => props.onProven({ currentPassword, code: code || undefined })}
      >
        {children}
      </Prove>
    );
  return (
    <Form
      submit={props.submit}
      danger={props.danger ?? false}
      busy={busy}
      problem={problem}
      onSubmit={() => void run(() => props.onProven({}), done)}
      onCancel={props.onCancel}
    >
      <p className="text-muted-foreground">{props.hint}</p>
      {children}
      <p className="text-sm text-muted-foreground">{sso.links.noPassword}</p>
    </Form>
  );
}
