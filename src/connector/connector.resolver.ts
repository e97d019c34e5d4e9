import { Arg, Authorized, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectorType } from '../graphql/enums.types';
import { activateConnector } from './activate-connector';
import {
  Connector,
  ConnectorSaved,
  CreateConnectorResult,
  TestConnectorResult,
  UpdateConnectorResult,
} from './connector.types';
import type { ConnectorDependencies } from './connector-dependencies';
import { ConnectorFactoryType } from './connector-factory.types';
import { CreateConnectorInput, TestConnectorInput, UpdateConnectorInput } from './connector-inputs.types';
import { toConnector, toConnectorFactory, toConnectorSaved, toSaveResult, toTestResult } from './connector-mappers';
import { createConnector } from './create-connector';
import { deactivateConnector } from './deactivate-connector';
import { deleteConnector } from './delete-connector';
import { findActiveConnector, findConnector, listConnectors } from './find-connector';
import { type SendTestMessage, testConnector } from './test-connector';
import { updateConnector } from './update-connector';

@Resolver(() => Connector)
export class ConnectorResolver {
  constructor(private readonly dependencies: ConnectorDependencies & { sendTestMessage: SendTestMessage }) {}

  @Authorized('connector:read')
  @Query(() => [Connector], { description: 'The newest first.' })
  async connectors(
    @Arg('type', () => ConnectorType, { nullable: true }) type?: ConnectorType | null,
  ): Promise<Connector[]> {
    const connectors = await listConnectors(this.dependencies.dataSource, type ?? undefined);
    return connectors.map(toConnector);
  }

  @Authorized('connector:read')
  @Query(() => Connector, { nullable: true })
  async connector(@Arg('id', () => ID) id: string): Promise<Connector | null> {
    const connector = await findConnector(this.dependencies.dataSource, id);
    return connector && toConnector(connector);
  }

  @Authorized('connector:read')
  @Query(() => Connector, { nullable: true, description: 'The one that messages of a type go through; null: none.' })
  async activeConnector(
    @Arg('type', () => ConnectorType, { defaultValue: ConnectorType.EMAIL }) type: ConnectorType,
  ): Promise<Connector | null> {
    const connector = await findActiveConnector(this.dependencies.dataSource, type);
    return connector && toConnector(connector);
  }

  @Authorized('connector:write')
  @Mutation(() => CreateConnectorResult, {
    description:
      'Makes it the active connector of its type; the one active until now becomes INACTIVE in the same transaction.',
  })
  async createConnector(
    @Arg('input', () => CreateConnectorInput) input: CreateConnectorInput,
  ): Promise<typeof CreateConnectorResult> {
    return toSaveResult(await createConnector(this.dependencies, input));
  }

  @Authorized('connector:write')
  @Mutation(() => UpdateConnectorResult, { description: 'Changes parameters; what is active stays active.' })
  async updateConnector(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateConnectorInput) input: UpdateConnectorInput,
  ): Promise<typeof UpdateConnectorResult> {
    return toSaveResult(await updateConnector(this.dependencies, id, input.config));
  }

  @Authorized('connector:write')
  @Mutation(() => ConnectorSaved, {
    description: 'The one active until now becomes INACTIVE in the same transaction, and can be activated again.',
  })
  async activateConnector(@Arg('id', () => ID) id: string): Promise<ConnectorSaved> {
    return toConnectorSaved(await activateConnector(this.dependencies, id));
  }

  @Authorized('connector:write')
  @Mutation(() => ConnectorSaved, { description: 'Stops sending through it, and keeps it.' })
  async deactivateConnector(@Arg('id', () => ID) id: string): Promise<ConnectorSaved> {
    return toConnectorSaved(await deactivateConnector(this.dependencies.dataSource, id));
  }

  @Authorized('connector:write')
  @Mutation(() => ID, { description: 'Removes it and its parameters for good. Returns its id.' })
  async deleteConnector(@Arg('id', () => ID) id: string): Promise<string> {
    return deleteConnector(this.dependencies.dataSource, id);
  }

  @Authorized('connector:test')
  @Mutation(() => TestConnectorResult, {
    description: 'Sends one message with parameters that need not be stored, down the same path as a real one.',
  })
  async testConnector(
    @Arg('input', () => TestConnectorInput) input: TestConnectorInput,
  ): Promise<typeof TestConnectorResult> {
    const test = { ...input, connectorId: input.connectorId ?? undefined, locale: input.locale ?? undefined };
    return toTestResult(await testConnector(this.dependencies, test));
  }

  @FieldResolver(() => ConnectorFactoryType, {
    nullable: true,
    description: 'null while the factory it was made with is not installed.',
  })
  factory(@Root() { factoryId }: Connector): ConnectorFactoryType | null {
    const factory = this.dependencies.factories.find(factoryId);
    return factory ? toConnectorFactory(factory) : null;
  }
}
