/** Written by schemas/generate.ts from settings.schema.json; edit that. */

/**
 * Where a value is taken from: an environment variable, or what a command writes to its standard output, as those of vaults do.
 */
export type Reference =
  | {
      env: string;
    }
  | {
      /**
       * @minItems 1
       */
      command: [string, ...string[]];
    };

/**
 * external-client.config.json: settings of runs. A flag wins over an environment variable, and that over this file. A member of tenant is the variable TENANT_ with its name (identityUrl is TENANT_IDENTITY_URL), a member of run is CONFORMANCE_ with its name.
 */
export interface Settings {
  /**
   * Where this schema is, so that editors complete and check the file.
   */
  $schema?: string;
  tenant?: TenantSettings;
  run?: RunSettings;
  /**
   * The environment to use where --environment (CONFORMANCE_ENVIRONMENT) names none.
   */
  environment?: string;
  /**
   * Environments by name. What one sets wins over what stands beside it at the top.
   */
  environments?: {
    [k: string]: Environment;
  };
}
/**
 * The tenant that is judged. Without any member the embedded mock tenant is.
 */
export interface TenantSettings {
  /**
   * Identity base of the organization, such as https://host/organization/identity_.
   */
  identityUrl?: string | Reference;
  /**
   * partitionGlobalId of the organization, a GUID.
   */
  partitionId?: string | Reference;
  /**
   * Id of a confidential application that holds the documented scopes.
   */
  clientId?: string | Reference;
  /**
   * The secret of that application.
   */
  clientSecret?: Reference;
  /**
   * A ready bearer token instead of the application; what needs other tokens is then not verified.
   */
  accessToken?: Reference;
  /**
   * Where tokens are issued; default: the identity base followed by /connect/token.
   */
  tokenUrl?: string | Reference;
  /**
   * Must be allow before anything is created. Without it only reads are judged.
   */
  writes?: ('allow' | 'deny') | Reference;
  /**
   * A second organization that the application must not reach, so that isolation is verified.
   */
  otherPartitionId?: string | Reference;
  /**
   * Its identity base, if that is another one.
   */
  otherIdentityUrl?: string | Reference;
  /**
   * An application of that organization, so that isolation is verified from its side as well.
   */
  otherClientId?: string | Reference;
  /**
   * The secret of that application.
   */
  otherClientSecret?: Reference;
  /**
   * Where that application gets its tokens; default: where the other one does.
   */
  otherTokenUrl?: string | Reference;
  /**
   * A token of this tenant that ended at least ten minutes ago, so that its refusal is verified.
   */
  expiredToken?: Reference;
  /**
   * Private certificate authority, a PEM file.
   */
  caFile?: string | Reference;
  /**
   * Forward proxy, such as http://proxy.example.com:8080. Without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY count.
   */
  proxy?: string | Reference;
}
/**
 * What is judged, and how.
 */
export interface RunSettings {
  /**
   * Folder for results; default reports/out.
   */
  out?: string | Reference;
  /**
   * Folder for the journals of what runs create; default reports/journal.
   */
  journal?: string | Reference;
  /**
   * Folder for the results of earlier runs; default: history beside the folder for results. off keeps none.
   */
  history?: string | Reference;
  /**
   * Seed of all generated data, 0 to 2147483647.
   */
  seed?: number | Reference;
  /**
   * Requirements, by id.
   */
  only?: string | string[] | Reference;
  /**
   * Requirements of these operations.
   */
  operation?: string | string[] | Reference;
  /**
   * Requirements of these levels: must, should, may.
   */
  level?: string | string[] | Reference;
  /**
   * deep sends more requests.
   */
  depth?: 'default' | 'deep';
  /**
   * Whether every departure from the printed document fails.
   */
  strict?: boolean;
  /**
   * One sequence of operations among those of the seed, as the failure of a deep run names it.
   */
  sequence?: string | Reference;
  /**
   * The lowest of what keeps the run from passing: must (default), should or unverified; and warnings by id.
   */
  failOn?: string | string[] | Reference;
  /**
   * File of failures that are accepted for now (YAML).
   */
  waivers?: string | Reference;
  /**
   * An earlier conformance.json; only what is new fails the gate.
   */
  baseline?: string | Reference;
  /**
   * Which requirements apply to this kind of tenant: the name of a profile, or its file.
   */
  profile?: string | Reference;
  /**
   * Longest time, in milliseconds, for an effect to become visible; default 5000.
   */
  consistencyMs?: number | Reference;
  /**
   * Longest time, in milliseconds, for one answer to arrive; default 30000.
   */
  timeoutMs?: number | Reference;
  /**
   * Requests per method in five minutes, such as GET:150,PUT:80,DELETE:80, or off.
   */
  rate?: string | Reference;
  /**
   * Address that is told when the verdict on this tenant is another one than last time. It is a secret: whoever knows it can post there.
   */
  webhook?: Reference;
  /**
   * What the webhook understands; default: by its host, else generic.
   */
  webhookKind?: 'generic' | 'slack' | 'teams';
}
export interface Environment {
  tenant?: TenantSettings;
  run?: RunSettings;
}
