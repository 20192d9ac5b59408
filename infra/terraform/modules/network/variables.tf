variable "project" {
  description = "Project that owns the network."
  type        = string
}

variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "region" {
  description = "Region of the subnetwork."
  type        = string
}

variable "services_range" {
  description = "Addresses for Cloud Run instances; /24 is enough for about 100 instances during a rollout."
  type        = string
  default     = "10.10.0.0/24"

  validation {
    condition     = can(cidrhost(var.services_range, 0)) && tonumber(split("/", var.services_range)[1]) <= 26
    error_message = "services_range must be a range like 10.10.0.0/24, /26 or larger: Cloud Run asks for that many addresses."
  }
}

variable "stores_prefix_length" {
  description = "Size of the range for Cloud SQL and Memorystore, as a prefix length."
  type        = number
  default     = 20

  validation {
    condition     = var.stores_prefix_length >= 16 && var.stores_prefix_length <= 24
    error_message = "stores_prefix_length must be from 16 to 24: Google needs at least a /24."
  }
}

variable "flow_sampling" {
  description = "Share of the network's flows that are logged, from 0 to 1."
  type        = number
  default     = 0.1

  validation {
    condition     = var.flow_sampling > 0 && var.flow_sampling <= 1
    error_message = "flow_sampling must be above 0 and at most 1; without flow logs an incident cannot be followed."
  }
}
