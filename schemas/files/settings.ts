/** Written by schemas/generate.ts from settings.schema.json; edit that. */

/**
 * Where a value is taken from: an environment variable, or what a command writes to its standard output, as those of vaults do.
 */
export type Reference =
  | {
      readonly env: string;
    }
  | {
      /**
       * @minItems 1
       */
      readonly command: [string, ...string[]];
    };

/**
 * external-client.config.json: settings of runs. A flag wins over an environment variable, and that over this file. A member of tenant is the variable TENANT_ with its name (identityUrl is TENANT_IDENTITY_URL), a member of run is CONFORMANCE_ with its name.
 */
export interface Settings {
  /**
   * Where this schema is, so that editors complete and check the file.
   */
  readonly $schema?: string;
  readonly tenant?: TenantSettings;
  readonly run?: RunSettings;
  /**
   * The environment to use where --environment (CONFORMANCE_ENVIRONMENT) names none.
   */
  readonly environment?: string;
  /**
   * Environments by name. What one sets wins over what stands beside it at the top.
   */
  readonly environments?: {
    readonly [k: string]: Environment;
  };
}
/**
 * The tenant that is judged. Without any member the embedded mock tenant is.
 */
export interface TenantSettings {
  /**
   * Identity base of the organization, such as https://host/organization/identity_.
   */
  readonly identityUrl?: string | Reference;
  /**
   * partitionGlobalId of the organization, a GUID.
   */
  readonly partitionId?: string | Reference;
  /**
   * Id of a confidential application that holds the documented scopes.
   */
  readonly clientId?: string | Reference;
  /**
   * The secret of that application.
   */
  readonly clientSecret?: Reference;
  /**
   * A ready bearer token instead of the application; what needs other tokens is then not verified.
   */
  readonly accessToken?: Reference;
  /**
   * Where tokens are issued; default: the identity base followed by /connect/token.
   */
  readonly tokenUrl?: string | Reference;
  /**
   * Must be allow before anything is created. Without it only reads are judged.
   */
  readonly writes?: ('allow' | 'deny') | Reference;
  /**
   * A second organization that the application must not reach, so that isolation is verified.
   */
  readonly otherPartitionId?: string | Reference;
  /**
   * Its identity base, if that is another one.
   */
  readonly otherIdentityUrl?: string | Reference;
  /**
   * An application of that organization, so that isolation is verified from its side as well.
   */
  readonly otherClientId?: string | Reference;
  /**
   * The secret of that application.
   */
  readonly otherClientSecret?: Reference;
  /**
   * Where that application gets its tokens; default: where the other one does.
   */
  readonly otherTokenUrl?: string | Reference;
  /**
   * A token of this tenant that ended at least ten minutes ago, so that its refusal is verified.
   */
  readonly expiredToken?: Reference;
  /**
   * Private certificate authority, a PEM file.
   */
  readonly caFile?: string | Reference;
  /**
   * Forward proxy, such as http://proxy.example.com:8080. Without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY count.
   */
  readonly proxy?: string | Reference;
}
/**
 * What is judged, and how.
 */
export interface RunSettings {
  /**
   * Folder for results; default reports/out.
   */
  readonly out?: string | Reference;
  /**
   * Folder for the journals of what runs create; default reports/journal.
   */
  readonly journal?: string | Reference;
  /**
   * Folder for the results of earlier runs; default: history beside the folder for results. off keeps none.
   */
  readonly history?: string | Reference;
  /**
   * Seed of all generated data, 0 to 2147483647.
   */
  readonly seed?: number | Reference;
  /**
   * Requirements, by id.
   */
  readonly only?: string | string[] | Reference;
  /**
   * Requirements of these operations.
   */
  readonly operation?: string | string[] | Reference;
  /**
   * Requirements of these levels: must, should, may.
   */
  readonly level?: string | string[] | Reference;
  /**
   * deep sends more requests.
   */
  readonly depth?: 'default' | 'deep';
  /**
   * Whether every departure from the printed document fails.
   */
  readonly strict?: boolean;
  /**
   * One sequence of operations among those of the seed, as the failure of a deep run names it.
   */
  readonly sequence?: string | Reference;
  /**
   * The lowest of what keeps the run from passing: must (default), should or unverified; and warnings by id.
   */
  readonly failOn?: string | string[] | Reference;
  /**
   * File of failures that are accepted for now (YAML).
   */
  readonly waivers?: string | Reference;
  /**
   * An earlier conformance.json; only what is new fails the gate.
   */
  readonly baseline?: string | Reference;
  /**
   * Which requirements apply to this kind of tenant: the name of a profile, or its file.
   */
  readonly profile?: string | Reference;
  /**
   * Longest time, in milliseconds, for an effect to become visible; default 5000.
   */
  readonly consistencyMs?: number | Reference;
  /**
   * Longest time, in milliseconds, for one answer to arrive; default 30000.
   */
  readonly timeoutMs?: number | Reference;
  /**
   * Requests per method in five minutes, such as GET:150,PUT:80,DELETE:80, or off.
   */
  readonly rate?: string | Reference;
  /**
   * Address that is told when the verdict on this tenant is another one than last time. It is a secret: whoever knows it can post there.
   */
  readonly webhook?: Reference;
  /**
   * What the webhook understands; default: by its host, else generic.
   */
  readonly webhookKind?: 'generic' | 'slack' | 'teams';
}
export interface Environment {
  readonly tenant?: TenantSettings;
  readonly run?: RunSettings;
}
