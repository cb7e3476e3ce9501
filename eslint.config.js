import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { IMPORT_DIRECTIONS } from './src/testing/import-directions.mjs';

/** Each folder's forbidden neighbours and packages, made from the table that the test of import directions reads too. */
const importDirections = Object.entries(IMPORT_DIRECTIONS).map(([folder, { folders, packages }]) => {
  const forbidden = [...Object.keys(IMPORT_DIRECTIONS)].filter((other) => other !== folder && !folders.includes(other));
  const patterns = [
    {
      regex: `^(@|(\\.\\./)+(src)?)/?(${forbidden.join('|')})/`,
      message: `src/${folder} imports only from: ${folders.join(', ') || 'itself'} (src/testing/import-directions.mjs).`,
    },
  ];
  if (packages !== undefined) {
    const allowed = packages.map((name) => `${name}(/|$)`).join('|');
    patterns.push({
      regex: `^(?!\\.|@/${allowed === '' ? '' : `|${allowed}`})`,
      message: `src/${folder} imports only these packages: ${packages.join(', ') || 'none'} (src/testing/import-directions.mjs).`,
    });
  }
  return {
    name: `import directions of src/${folder}`,
    files: [`src/${folder}/**/*.{ts,tsx,mjs}`],
    ignores: ['**/*.test.{ts,tsx}', 'src/testing/**'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
});

export default defineConfig(
  globalIgnores(['drizzle/', '.next/', '.stampede/', 'next-env.d.ts', 'docs/']),
  {
    name: 'typed sources',
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A number in a template reads as what it is.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Objects here are made of closures, not of classes: their functions need no `this` and may be handed on.
      '@typescript-eslint/unbound-method': 'off',
      // What keeps a promised interface stays `async` without an `await`, so that what it throws is a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      // A statement of a transaction that is not awaited travels with its COMMIT: tx.write('...')`update ...`.
      '@typescript-eslint/no-unused-expressions': ['error', { allowTaggedTemplates: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    name: 'settings are read in one place',
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/config/**', '**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config reads the environment: take what you need from Settings.' },
      ],
    },
  },
  {
    name: 'the engine never prints',
    files: ['src/**/*.{ts,tsx,mjs}'],
    ignores: ['src/web/**'],
    rules: { 'no-console': 'error' },
  },
  { name: 'the web logs its bugs', files: ['src/web/**/*.{ts,tsx}'], rules: { 'no-console': ['error', { allow: ['error'] }] } },
  { name: 'the page', files: ['src/{web,app}/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  { name: 'plain JavaScript', files: ['**/*.{js,mjs}'], extends: [tseslint.configs.base], rules: { 'no-unused-vars': 'error', eqeqeq: 'error' } },
  ...importDirections,
);
