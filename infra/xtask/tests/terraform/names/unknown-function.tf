# says: Terraform has no function `concatenate`
output "name" {
  description = "Name."
  value = concatenate("a", "b") # here
}
