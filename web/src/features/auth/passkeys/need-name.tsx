import { account } from "@/texts/account";
import { byName } from "./webauthn";

/** What stands where a passkey would be used, and the address has no name. */
export function NeedName() {
  const t = account.passkeys;
  return (
    <>
      {t.needName}
      {byName && (
        <>
          {" "}
          <a href={byName} className="font-medium text-primary underline underline-offset-3">
            <bdi>{new URL(byName).host}</bdi>
          </a>
        </>
      )}
    </>
  );
}
