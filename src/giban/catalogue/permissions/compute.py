"""What runs: containers, their images, instances, and how they scale."""

from giban.catalogue.permissions.needs import NOTHING, Anywhere, Hand, Linked, Locked, Needs, On

ECS = "ecs:{region}:{account}:"
EC2 = "ec2:{region}:{account}:"
GROUP = "autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/"
TARGET = "application-autoscaling:{region}:{account}:scalable-target/*"


def _scaling(what: str) -> Anywhere:
    return Anywhere(service="application-autoscaling", read=f"Describe{what}")


_groups = Anywhere(
    service="autoscaling",
    read="DescribeAutoScalingGroups DescribePolicies DescribeScheduledActions DescribeTags "
    "DescribeScalingActivities DescribeLoadBalancerTargetGroups DescribeTrafficSources "
    "DescribeLifecycleHooks DescribeWarmPool DescribeInstanceRefreshes",
)

NEEDS = {
    "aws_ecs_cluster": Needs(
        f"{ECS}cluster/{{name}}",
        On(
            create="CreateCluster",
            read="DescribeClusters ListTagsForResource",
            update="UpdateCluster UpdateClusterSettings",
            delete="DeleteCluster",
            tag="TagResource",
            untag="UntagResource",
        ),
        Linked("ecs"),
    ),
    "aws_ecs_cluster_capacity_providers": Needs(
        "",
        On(
            of="cluster_name",
            kind="aws_ecs_cluster",
            create="PutClusterCapacityProviders",
            read="DescribeClusters",
        ),
    ),
    "aws_ecs_task_definition": Needs(
        f"{ECS}task-definition/{{family}}:*",
        On(
            create="RegisterTaskDefinition",
            read="ListTagsForResource",
            delete="DeleteTaskDefinitions",
            tag="TagResource",
            untag="UntagResource",
        ),
        Anywhere(service="ecs", read="DescribeTaskDefinition", delete="DeregisterTaskDefinition"),
        Hand("execution_role_arn", "ecs-tasks.amazonaws.com"),
        Hand("task_role_arn", "ecs-tasks.amazonaws.com"),
    ),
    "aws_ecs_service": Needs(
        f"{ECS}service/{{cluster.name}}/{{name}}",
        On(
            create="CreateService",
            read="DescribeServices ListTagsForResource",
            update="UpdateService",
            delete="DeleteService",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(
            arn=f"{ECS}service-deployment/{{cluster.name}}/{{name}}/*",
            read="DescribeServiceDeployments StopServiceDeployment",
            given="deployment_configuration",
        ),
        Hand("iam_role", "ecs.amazonaws.com"),
        Hand("load_balancer.advanced_configuration.role_arn", "ecs.amazonaws.com"),
        Hand("deployment_configuration.lifecycle_hook.role_arn", "ecs.amazonaws.com"),
        Linked("ecs"),
    ),
    "aws_appautoscaling_target": Needs(
        TARGET,
        On(
            create="RegisterScalableTarget",
            read="ListTagsForResource",
            delete="DeregisterScalableTarget",
            tag="TagResource",
            untag="UntagResource",
        ),
        _scaling("ScalableTargets"),
        Linked("ecs.application-autoscaling"),
    ),
    "aws_appautoscaling_policy": Needs(
        TARGET,
        On(create="PutScalingPolicy", delete="DeleteScalingPolicy"),
        _scaling("ScalingPolicies"),
        On(
            arn="cloudwatch:{region}:{account}:alarm:TargetTracking-*",
            create="PutMetricAlarm DescribeAlarms",
            delete="DeleteAlarms",
        ),
    ),
    "aws_appautoscaling_scheduled_action": Needs(
        TARGET,
        On(create="PutScheduledAction", delete="DeleteScheduledAction"),
        _scaling("ScheduledActions"),
    ),
    "aws_ecr_repository": Needs(
        "ecr:{region}:{account}:repository/{name}",
        On(
            create="CreateRepository",
            read="DescribeRepositories ListTagsForResource",
            update="PutImageTagMutability PutImageScanningConfiguration",
            delete="DeleteRepository",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(delete="ListImages BatchDeleteImage", given="force_delete"),
        Locked("encryption_configuration.kms_key", "ecr"),
    ),
    "aws_ecr_lifecycle_policy": Needs(
        "",
        On(
            of="repository",
            kind="aws_ecr_repository",
            create="PutLifecyclePolicy",
            read="GetLifecyclePolicy",
            delete="DeleteLifecyclePolicy",
        ),
    ),
    "aws_ecr_replication_configuration": Needs(
        "",
        Anywhere(
            service="ecr",
            create="PutReplicationConfiguration",
            read="DescribeRegistry",
            update="PutReplicationConfiguration",
            delete="PutReplicationConfiguration",
        ),
        Linked("replication.ecr"),
    ),
    "aws_launch_template": Needs(
        f"{EC2}launch-template/*",
        On(
            create="CreateLaunchTemplate",
            update="CreateLaunchTemplateVersion ModifyLaunchTemplate",
            delete="DeleteLaunchTemplate",
            tag="CreateTags",
            untag="DeleteTags",
        ),
        Anywhere(service="ec2", read="DescribeLaunchTemplates DescribeLaunchTemplateVersions"),
        by="tag",
    ),
    "aws_instance": Needs(
        f"{EC2}instance/*",
        On(
            create="RunInstances",
            update="ModifyInstanceAttribute ModifyInstanceMetadataOptions StartInstances "
            "StopInstances MonitorInstances UnmonitorInstances",
            read="DescribeInstanceAttribute",
            delete="TerminateInstances",
            tag="CreateTags",
            untag="DeleteTags",
        ),
        On(arn=f"{EC2}volume/*", create="RunInstances", tag="CreateTags"),
        On(arn=f"{EC2}network-interface/*", create="RunInstances"),
        On(arn="ec2:{region}::image/*", create="RunInstances"),
        On(of="subnet_id", kind="aws_subnet", create="RunInstances"),
        On(of="vpc_security_group_ids", kind="aws_security_group", create="RunInstances"),
        On(arn=f"{EC2}key-pair/{{key_name}}", create="RunInstances", given="key_name"),
        On(
            of="launch_template.id",
            kind="aws_launch_template",
            create="RunInstances",
            given="launch_template",
        ),
        On(
            of="iam_instance_profile",
            kind="aws_iam_instance_profile",
            read="iam:GetInstanceProfile",
            given="iam_instance_profile",
        ),
        Hand("iam_instance_profile.role", "ec2.amazonaws.com"),
        Anywhere(
            service="ec2",
            read="DescribeInstances DescribeInstanceTypes "
            "DescribeInstanceCreditSpecifications DescribeVolumes DescribeImages DescribeTags "
            "DescribeVpcs DescribeSubnets DescribeIamInstanceProfileAssociations",
        ),
        Locked("root_block_device.kms_key_id", "ec2"),
        by="tag",
    ),
    "aws_ebs_volume": Needs(
        f"{EC2}volume/*",
        On(
            create="CreateVolume",
            update="ModifyVolume",
            delete="DeleteVolume",
            tag="CreateTags",
            untag="DeleteTags",
        ),
        Anywhere(service="ec2", read="DescribeVolumes DescribeVolumesModifications"),
        Locked("kms_key_id", "ec2"),
        by="tag",
    ),
    "aws_autoscaling_group": Needs(
        f"{GROUP}{{name}}",
        On(
            create="CreateAutoScalingGroup",
            update="UpdateAutoScalingGroup StartInstanceRefresh CancelInstanceRefresh "
            "AttachLoadBalancerTargetGroups DetachLoadBalancerTargetGroups "
            "AttachTrafficSources DetachTrafficSources EnableMetricsCollection "
            "DisableMetricsCollection SuspendProcesses ResumeProcesses SetInstanceProtection",
            delete="DeleteAutoScalingGroup",
            tag="CreateOrUpdateTags",
            untag="DeleteTags",
        ),
        On(
            update="PutLifecycleHook DeleteLifecycleHook",
            given="initial_lifecycle_hook",
        ),
        _groups,
        # An instance is started once to see whether whoever asks may start one.
        On(arn=f"{EC2}instance/*", create="RunInstances"),
        On(arn=f"{EC2}volume/*", create="RunInstances"),
        On(arn=f"{EC2}network-interface/*", create="RunInstances"),
        On(arn="ec2:{region}::image/*", create="RunInstances"),
        On(of="vpc_zone_identifier", kind="aws_subnet", create="RunInstances"),
        On(arn=f"{EC2}security-group/*", create="RunInstances"),
        On(
            of="launch_template.id",
            kind="aws_launch_template",
            create="RunInstances",
            given="launch_template",
        ),
        On(
            arn=f"{EC2}instance/*",
            create="CreateTags",
        ),
        Hand("launch_template.id.iam_instance_profile.arn.role", "ec2.amazonaws.com"),
        Hand("launch_template.id.iam_instance_profile.name.role", "ec2.amazonaws.com"),
        Anywhere(
            service="ec2",
            read="DescribeLaunchTemplateVersions DescribeSubnets DescribeInstances",
        ),
        Anywhere(
            service="elasticloadbalancing",
            read="DescribeTargetHealth DescribeTargetGroups",
            given="target_group_arns",
        ),
        Linked("autoscaling"),
    ),
    "aws_autoscaling_policy": Needs(
        "",
        On(
            of="autoscaling_group_name",
            kind="aws_autoscaling_group",
            create="PutScalingPolicy",
            delete="DeletePolicy",
        ),
        _groups,
    ),
    "aws_autoscaling_schedule": Needs(
        "",
        On(
            of="autoscaling_group_name",
            kind="aws_autoscaling_group",
            create="PutScheduledUpdateGroupAction",
            delete="DeleteScheduledAction",
        ),
        _groups,
    ),
}

DATA = {
    "aws_ecr_repository": Needs(
        "ecr:{region}:{account}:repository/{name}",
        On(read="DescribeRepositories DescribeImages ListTagsForResource"),
    ),
    "aws_caller_identity": NOTHING,
    "aws_region": NOTHING,
    "aws_partition": NOTHING,
}
