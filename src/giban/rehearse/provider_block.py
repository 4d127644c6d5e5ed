"""The arguments of the `provider "aws"` block: those of 5.100 and of 6.47 together."""

from giban.blueprint import Block, Field
from giban.blueprint.schema import Bool, Num, Str, StrList, StrMap, StrSet, blocks, optional
from giban.rehearse.shape import Nested, Shape, shape

ENDPOINTS = [
    "accessanalyzer",
    "account",
    "acm",
    "acmpca",
    "amg",
    "amp",
    "amplify",
    "apigateway",
    "apigatewayv2",
    "appautoscaling",
    "appconfig",
    "appfabric",
    "appflow",
    "appintegrations",
    "appintegrationsservice",
    "applicationautoscaling",
    "applicationinsights",
    "applicationsignals",
    "appmesh",
    "appregistry",
    "apprunner",
    "appstream",
    "appsync",
    "athena",
    "auditmanager",
    "autoscaling",
    "autoscalingplans",
    "backup",
    "batch",
    "bcmdataexports",
    "beanstalk",
    "bedrock",
    "bedrockagent",
    "billing",
    "budgets",
    "ce",
    "chatbot",
    "chime",
    "chimesdkmediapipelines",
    "chimesdkvoice",
    "cleanrooms",
    "cloud9",
    "cloudcontrol",
    "cloudcontrolapi",
    "cloudformation",
    "cloudfront",
    "cloudfrontkeyvaluestore",
    "cloudhsm",
    "cloudhsmv2",
    "cloudsearch",
    "cloudtrail",
    "cloudwatch",
    "cloudwatchevents",
    "cloudwatchevidently",
    "cloudwatchlog",
    "cloudwatchlogs",
    "cloudwatchobservabilityaccessmanager",
    "cloudwatchrum",
    "codeartifact",
    "codebuild",
    "codecatalyst",
    "codecommit",
    "codeconnections",
    "codedeploy",
    "codeguruprofiler",
    "codegurureviewer",
    "codepipeline",
    "codestarconnections",
    "codestarnotifications",
    "cognitoidentity",
    "cognitoidentityprovider",
    "cognitoidp",
    "comprehend",
    "computeoptimizer",
    "config",
    "configservice",
    "connect",
    "connectcases",
    "controltower",
    "costandusagereportservice",
    "costexplorer",
    "costoptimizationhub",
    "cur",
    "customerprofiles",
    "databasemigration",
    "databasemigrationservice",
    "databrew",
    "dataexchange",
    "datapipeline",
    "datasync",
    "datazone",
    "dax",
    "deploy",
    "detective",
    "devicefarm",
    "devopsguru",
    "directconnect",
    "directoryservice",
    "dlm",
    "dms",
    "docdb",
    "docdbelastic",
    "drs",
    "ds",
    "dsql",
    "dynamodb",
    "ec2",
    "ecr",
    "ecrpublic",
    "ecs",
    "efs",
    "eks",
    "elasticache",
    "elasticbeanstalk",
    "elasticloadbalancing",
    "elasticloadbalancingv2",
    "elasticsearch",
    "elasticsearchservice",
    "elastictranscoder",
    "elb",
    "elbv2",
    "emr",
    "emrcontainers",
    "emrserverless",
    "es",
    "eventbridge",
    "events",
    "evidently",
    "evs",
    "finspace",
    "firehose",
    "fis",
    "fms",
    "fsx",
    "gamelift",
    "glacier",
    "globalaccelerator",
    "glue",
    "gluedatabrew",
    "grafana",
    "greengrass",
    "groundstation",
    "guardduty",
    "healthlake",
    "iam",
    "identitystore",
    "imagebuilder",
    "inspector",
    "inspector2",
    "inspectorv2",
    "internetmonitor",
    "invoicing",
    "iot",
    "iotanalytics",
    "iotevents",
    "ivs",
    "ivschat",
    "kafka",
    "kafkaconnect",
    "kendra",
    "keyspaces",
    "kinesis",
    "kinesisanalytics",
    "kinesisanalyticsv2",
    "kinesisvideo",
    "kms",
    "lakeformation",
    "lambda",
    "launchwizard",
    "lex",
    "lexmodelbuilding",
    "lexmodelbuildingservice",
    "lexmodels",
    "lexmodelsv2",
    "lexv2models",
    "licensemanager",
    "lightsail",
    "location",
    "locationservice",
    "logs",
    "lookoutmetrics",
    "m2",
    "macie2",
    "managedgrafana",
    "mediaconnect",
    "mediaconvert",
    "medialive",
    "mediapackage",
    "mediapackagev2",
    "mediapackagevod",
    "mediastore",
    "memorydb",
    "mgn",
    "mq",
    "msk",
    "mwaa",
    "neptune",
    "neptunegraph",
    "networkfirewall",
    "networkmanager",
    "networkmonitor",
    "notifications",
    "notificationscontacts",
    "oam",
    "opensearch",
    "opensearchingestion",
    "opensearchserverless",
    "opensearchservice",
    "opsworks",
    "organizations",
    "osis",
    "outposts",
    "paymentcryptography",
    "pcaconnectorad",
    "pcs",
    "pinpoint",
    "pinpointsmsvoicev2",
    "pipes",
    "polly",
    "pricing",
    "prometheus",
    "prometheusservice",
    "qbusiness",
    "qldb",
    "quicksight",
    "ram",
    "rbin",
    "rds",
    "recyclebin",
    "redshift",
    "redshiftdata",
    "redshiftdataapiservice",
    "redshiftserverless",
    "rekognition",
    "resiliencehub",
    "resourceexplorer2",
    "resourcegroups",
    "resourcegroupstagging",
    "resourcegroupstaggingapi",
    "rolesanywhere",
    "route53",
    "route53domains",
    "route53profiles",
    "route53recoverycontrolconfig",
    "route53recoveryreadiness",
    "route53resolver",
    "rum",
    "s3",
    "s3api",
    "s3control",
    "s3outposts",
    "s3tables",
    "sagemaker",
    "scheduler",
    "schemas",
    "sdb",
    "secretsmanager",
    "securityhub",
    "securitylake",
    "serverlessapplicationrepository",
    "serverlessapprepo",
    "serverlessrepo",
    "servicecatalog",
    "servicecatalogappregistry",
    "servicediscovery",
    "servicequotas",
    "ses",
    "sesv2",
    "sfn",
    "shield",
    "signer",
    "simpledb",
    "sns",
    "sqs",
    "ssm",
    "ssmcontacts",
    "ssmincidents",
    "ssmquicksetup",
    "ssmsap",
    "sso",
    "ssoadmin",
    "stepfunctions",
    "storagegateway",
    "sts",
    "swf",
    "synthetics",
    "taxsettings",
    "timestreaminfluxdb",
    "timestreamquery",
    "timestreamwrite",
    "transcribe",
    "transcribeservice",
    "transfer",
    "verifiedpermissions",
    "vpclattice",
    "waf",
    "wafregional",
    "wafv2",
    "wellarchitected",
    "worklink",
    "workspaces",
    "workspacesweb",
    "xray",
]


class AssumeRole(Block):
    """`assume_role`."""

    duration: Str = optional()
    external_id: Str = optional()
    policy: Str = optional()
    policy_arns: StrSet = optional()
    role_arn: Str = optional()
    session_name: Str = optional()
    source_identity: Str = optional()
    tags: StrMap = optional()
    transitive_tag_keys: StrSet = optional()


class AssumeRoleWithWebIdentity(Block):
    """`assume_role_with_web_identity`."""

    duration: Str = optional()
    policy: Str = optional()
    policy_arns: StrSet = optional()
    role_arn: Str = optional()
    session_name: Str = optional()
    web_identity_token: Str = optional()
    web_identity_token_file: Str = optional()


class DefaultTags(Block):
    """`default_tags`."""

    tags: StrMap = optional()


class IgnoreTags(Block):
    """`ignore_tags`."""

    key_prefixes: StrSet = optional()
    keys: StrSet = optional()


class ProviderBlock(Block):
    """`provider "aws"`."""

    access_key: Str = optional()
    allowed_account_ids: StrSet = optional()
    custom_ca_bundle: Str = optional()
    ec2_metadata_service_endpoint: Str = optional()
    ec2_metadata_service_endpoint_mode: Str = optional()
    forbidden_account_ids: StrSet = optional()
    http_proxy: Str = optional()
    https_proxy: Str = optional()
    insecure: Bool = optional()
    max_retries: Num = optional()
    no_proxy: Str = optional()
    profile: Str = optional()
    region: Str = optional()
    retry_mode: Str = optional()
    s3_us_east_1_regional_endpoint: Str = optional()
    s3_use_path_style: Bool = optional()
    secret_key: Str = optional()
    shared_config_files: StrList = optional()
    shared_credentials_files: StrList = optional()
    skip_credentials_validation: Bool = optional()
    skip_metadata_api_check: Str = optional()
    skip_region_validation: Bool = optional()
    skip_requesting_account_id: Bool = optional()
    sts_region: Str = optional()
    tag_policy_compliance: Str = optional()
    token: Str = optional()
    token_bucket_rate_limiter_capacity: Num = optional()
    use_dualstack_endpoint: Bool = optional()
    use_fips_endpoint: Bool = optional()
    user_agent: StrList = optional()
    assume_role: tuple[AssumeRole, ...] = blocks()
    assume_role_with_web_identity: tuple[AssumeRoleWithWebIdentity, ...] = blocks()
    default_tags: tuple[DefaultTags, ...] = blocks()
    ignore_tags: tuple[IgnoreTags, ...] = blocks()


def provider_shape() -> Shape:
    """Return the shape of the provider block, with an endpoint argument for each service."""
    written = shape(ProviderBlock)
    services = {name: Field(name=name, kind="string", optional=True) for name in ENDPOINTS}
    endpoints = Nested(Field(name="endpoints", nesting="set", optional=True), Shape(services, {}))
    return Shape(written.attributes, {**written.blocks, "endpoints": endpoints})
