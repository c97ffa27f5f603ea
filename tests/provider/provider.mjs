// A real OpenID provider on loopback, with every reader in it; started by tests/browser/test_real_provider.py.
import { createRequire } from "node:module";
import { once } from "node:events";

const [home, callback, port] = process.argv.slice(2);
const { default: Provider } = await import(createRequire(`${home}/`).resolve("oidc-provider"));

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: "the courier",
    client_secret: "a secret with % and + in it",
    redirect_uris: [callback],
    response_types: ["code"],
    grant_types: ["authorization_code"],
  }],
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: "Cleo Marsh", email: `${id}@mail.example`, email_verified: true }),
  }),
});
provider.listen(Number(port), "localhost", () => process.stdout.write("ready\n"));
process.stdin.resume();
await once(process.stdin, "end");
process.exit(0);
