import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as core from 'kubernetes-models/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { API_ROUTES } from '@/api/table';
import { projectRoot } from '@/config/project-root';
import { readSettings } from '@/config/settings';
import { openShopRuntime } from '@/shop/open-runtime';
import { createShopServer } from '@/shop/shop-server';

const FOLDER = join(projectRoot(), 'docs/deploy/kubernetes');
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

type Labels = Record<string, string>;
interface Probe {
  httpGet: { path: string; port: string };
}
interface Container {
  name: string;
  command: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  envFrom?: { configMapRef: { name: string } }[];
  resources: { requests: Labels; limits: Labels };
  securityContext: object;
  volumeMounts: { name: string; mountPath: string }[];
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
}
interface PodTemplate {
  metadata: { labels: Labels };
  spec: { containers: [Container]; volumes: { name: string; emptyDir?: object }[]; securityContext: object; terminationGracePeriodSeconds?: number };
}
interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  data?: Labels;
  spec?: Record<string, unknown> & { template?: PodTemplate; selector?: { matchLabels: Labels } & Labels };
}

/** The classes of kubernetes-models check against the schemas of the API's own OpenAPI document. */
const MODELS: Readonly<Record<string, object>> = { 'apps/v1': apps, 'autoscaling/v2': autoscaling, 'batch/v1': batch, v1: core, 'networking.k8s.io/v1': networking, 'policy/v1': policy };

function validate(manifest: Pick<Manifest, 'apiVersion' | 'kind'> & Record<string, unknown>): void {
  const Model = (MODELS[manifest.apiVersion] as Record<string, new (data: object) => { validate(): void }> | undefined)?.[manifest.kind];
  if (!Model) throw new Error(`no schema for ${manifest.apiVersion} ${manifest.kind}`);
  new Model(manifest).validate();
}

const { resources } = parse(read('kustomization.yaml')) as { resources: string[] };
const manifests = resources.flatMap((file) => parseAllDocuments(read(file)).map((document) => document.toJS() as Manifest));
const named = (kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const workloads = manifests.flatMap(({ kind, metadata, spec }) => (spec?.template ? [{ kind, name: metadata.name, spec, template: spec.template, container: spec.template.spec.containers[0] }] : []));
const pods = workloads.map(({ template }) => template.metadata.labels);
const matches = (selector: Labels, labels: Labels): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);

/** The environment of a container as the process would get it, with a plausible value for each secret. */
function environmentOf({ env = [], envFrom = [] }: Container): Record<string, string> {
  const secrets: Labels = {
    'database-url': 'postgres://me:secret@pooler:6432/stampede', 'database-direct-url': 'postgres://me:secret@postgres:5432/stampede',
    'redis-urls': 'redis://one,redis://two,redis://three,redis://four,redis://five', 'nats-url': 'nats://nats:4222', token: 'a-long-enough-token',
  };
  const shared = envFrom.map(({ configMapRef }) => named('ConfigMap', configMapRef.name).data ?? {});
  const own = env.map(({ name, value, valueFrom }) => [name, value ?? secrets[valueFrom?.secretKeyRef.key ?? ''] ?? 'no such key'] as const);
  return Object.assign({}, ...shared, Object.fromEntries(own)) as Record<string, string>;
}

describe('the Kubernetes manifests', () => {
  it('are all listed, and each fits the schema of the Kubernetes API', () => {
    expect(readdirSync(FOLDER).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml').sort()).toEqual(resources.toSorted());
    for (const manifest of manifests) expect(() => validate({ ...manifest }), `${manifest.kind} ${manifest.metadata.name}`).not.toThrow();
    // Proves that the check can fail.
    expect(() => validate({ ...named('Deployment', 'stampede-web'), spec: { replicas: 'one' } })).toThrow();
  });

  it('select the pods that they mean, by ports that those have', () => {
    for (const { name, spec, template } of workloads.filter(({ kind }) => kind !== 'Job')) expect(matches(spec.selector?.matchLabels ?? {}, template.metadata.labels), name).toBe(true);
    for (const service of manifests.filter(({ kind }) => kind === 'Service')) {
      const { selector, ports } = service.spec as unknown as { selector: Labels; ports: { targetPort: string }[] };
      const behind = workloads.filter(({ template }) => matches(selector, template.metadata.labels));
      expect(behind, service.metadata.name).toHaveLength(1);
      for (const { targetPort } of ports) expect(behind[0]?.container.ports?.map((port) => port.name)).toContain(targetPort);
    }
    for (const budget of manifests.filter(({ kind }) => kind === 'PodDisruptionBudget')) {
      expect(pods.filter((labels) => matches(budget.spec?.selector?.matchLabels ?? {}, labels)), budget.metadata.name).toHaveLength(1);
    }
    const { scaleTargetRef } = named('HorizontalPodAutoscaler', 'stampede-shop').spec as unknown as { scaleTargetRef: { kind: string; name: string } };
    named(scaleTargetRef.kind, scaleTargetRef.name);
  });

  it.each(workloads.map((workload) => [workload.name, workload] as const))('give %s settings that its process accepts, and secrets only by reference', (_name, { container, template }) => {
    const environment = environmentOf(container);
    const settings = readSettings(environment);
    expect(settings.databaseUrl).not.toBeNull();
    // A name that no process reads would be a typo.
    const source = readFileSync(join(projectRoot(), 'src/config/settings.ts'), 'utf8');
    for (const name of Object.keys(environment)) expect(source, name).toContain(`  ${name}:`);
    for (const { name, value } of container.env ?? []) expect(value === undefined, name).toBe(/DATABASE|REDIS|NATS|TOKEN/.test(name));
    const guide = read('README.md');
    for (const { valueFrom } of container.env ?? []) if (valueFrom) expect(guide).toContain(`--from-literal=${valueFrom.secretKeyRef.key}=`);
    const grace = (template.spec.terminationGracePeriodSeconds ?? 30) * 1_000;
    expect(grace).toBeGreaterThan(settings.drainMs + settings.stopWithinMs);
  });

  it.each(workloads.map((workload) => [workload.name, workload] as const))('let %s run as an unprivileged user, on a file system that is read-only except where it must write', (_name, { container, template }) => {
    expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    const mounts = container.volumeMounts.map(({ name }) => template.spec.volumes.find((volume) => volume.name === name)?.emptyDir);
    expect(mounts).not.toContain(undefined);
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toContain(readSettings(environmentOf(container)).stateDir);
    expect(Object.keys(container.resources.requests)).toEqual(['cpu', 'memory']);
  });

  it('probe paths that answer', async () => {
    const runtime = openShopRuntime({ databaseUrl: 'postgres://127.0.0.1:1/none', redisUrls: null, redisUnavailable: 'none', poolSize: 1, applicationName: 'probe' });
    const server = createShopServer({ runtime, buildId: 'test', onBug: () => undefined }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const { name, container } of workloads.filter(({ kind }) => kind !== 'Job')) {
      const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe].flatMap((probe) => probe ?? []);
      expect(probes, name).toHaveLength(3);
      for (const { httpGet } of probes) {
        expect(container.ports?.map((named) => named.name)).toContain(httpGet.port);
        if (name === 'stampede-web') expect(API_ROUTES.filter(({ method }) => method === 'GET').map(({ path }) => path)).toContain(httpGet.path);
        else expect((await fetch(`http://127.0.0.1:${port}${httpGet.path}`)).status, httpGet.path).toBe(200);
      }
    }
    server.closeAllConnections();
    server.close();
    await runtime.close();
  });

  it('give the web as many shop URLs as there are shops to flood, and run a single web', () => {
    const web = workloads.find(({ name }) => name === 'stampede-web');
    const replicas = named('StatefulSet', 'stampede-replica').spec as unknown as { replicas: number; serviceName: string };
    const expected = Array.from({ length: replicas.replicas }, (_, index) => `http://stampede-replica-${index}.${replicas.serviceName}:4001`);
    expect(web && readSettings(environmentOf(web.container)).shopUrls).toEqual(expected);
    expect(web?.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });
});
